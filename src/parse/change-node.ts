import type { ChangeSource } from '../change/change-type.ts'
import { changeKindOf, readChange } from '../change/registry.ts'
import { unknownChange } from '../change/unknown-change.ts'
import type { DocumentNode } from '../document/document-node.ts'
import type { Change } from '../model/change.ts'
import type { Frame } from './frame.ts'
import { warnOfPassedOver } from './node-values.ts'
import type { Reading } from './reading.ts'
import { withoutRemoved } from './removal-node.ts'
import { withSchemaDefaults } from './schema-defaults.ts'

/**
 * The change a node stands for; `null` after CHANGE_TYPE_UNSUPPORTED, CHANGE_TYPE_PRO or another complaint. An entry of YAML or JSON that
 * names no change and has no entries of its own is passed over. Rule: Liquibase, ChangeSet.toChange.
 */
export function readChangeNode(
  reading: Reading,
  frame: Frame,
  node: DocumentNode,
  source: ChangeSource,
): Change | null {
  const kind = changeKindOf(node.name)
  if (kind !== null) return readChange(kind, withoutRemoved(frame, withSchemaDefaults(node, frame.schema)), source)
  if (node.form === 'entry' && node.children.length === 0) {
    warnOfPassedOver(reading, node, `${node.name} is no change and no attribute of its changeset`)
  } else if (node.form === 'entry' && reading.passesUnknown)
    warnOfPassedOver(reading, node, unknownChange(node).message)
  else reading.complain(unknownChange(node))
  return null
}
