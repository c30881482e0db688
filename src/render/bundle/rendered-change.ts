import type { Change } from '../../model/change.ts'
import type { Changeset } from '../../model/changeset.ts'
import type { SqlVisitor } from '../../model/sql-visitor.ts'
import { type Rendering, renderChanges } from '../render-statements.ts'
import type { RenderedChange } from './bundled-change.ts'

/** Liquibase and its driver hold a text whole, several times over. */
const SECTION = 1 << 20

/** Changes as the statements they make, with what `visitors` do to those. */
export function renderedChange(
  changes: readonly [Change, ...Change[]],
  changeset: Changeset,
  visitors: readonly SqlVisitor[],
  rendering: Rendering,
): RenderedChange {
  // Without a transaction around them, what some statements leave for the next would be gone.
  const limit = changeset.runInTransaction ? SECTION : Number.POSITIVE_INFINITY
  const sections = () => gather(renderChanges(changes, changeset, visitors, rendering), limit)
  return { kind: 'rendered', place: changes[0].place, sections: { [Symbol.iterator]: sections } }
}

function* gather(statements: Iterable<{ readonly text: string }>, limit: number): Generator<string> {
  let section: string[] = []
  let length = 0
  for (const { text } of statements) {
    // A comment at its end must not reach the semicolon.
    section.push(`${text}\n;`)
    length += text.length
    if (length < limit) continue
    yield section.join('\n')
    section = []
    length = 0
  }
  if (section.length > 0) yield section.join('\n')
}
