import type { DocumentNode } from '../document/document-node.ts'
import { trimToNull } from '../kit/trim.ts'
import type { Changeset } from '../model/changeset.ts'
import { complainOf, textOf } from './node-values.ts'
import type { Reading } from './reading.ts'

const strategies = ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS'] as const

/** The `objectQuotingStrategy` of a changelog or changeset; `null` where none is written, or after a complaint. */
export function strategyOf(reading: Reading, node: DocumentNode): Changeset['quotingStrategy'] | null {
  const written = textOf(reading, node, 'objectQuotingStrategy')
  const text = trimToNull(written)
  const strategy = strategies.find((known) => known === text) ?? null
  if (text !== null && strategy === null) {
    complainOf(
      reading,
      node,
      'objectQuotingStrategy',
      `objectQuotingStrategy="${written}" is none of ${strategies.join(', ')}`,
    )
  }
  return strategy
}
