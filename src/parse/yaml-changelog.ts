import type { DocumentNode } from '../document/document-node.ts'
import { readDatabaseChangeLog } from './database-changelog.ts'
import { expandNode } from './expand-node.ts'
import type { Frame } from './frame.ts'
import { complainAt } from './node-values.ts'
import { readPropertyAhead } from './property-node.ts'
import type { Reading } from './reading.ts'

/**
 * Reads a YAML or JSON changelog. All its properties are read first and count for the whole file, also above them; what
 * the file's own properties leave open is expanded once more entry by entry, with those of the includes before it. Rule:
 * Liquibase, YamlChangeLogParser.
 */
export function readYamlChangelog(reading: Reading, frame: Frame, document: DocumentNode): void {
  const root = document.children.find((child) => child.name === 'databaseChangeLog')
  if (root === undefined) {
    complainAt(reading, document, 'there is no databaseChangeLog in it')
    return
  }
  if (root.list === undefined) {
    if (root.value === null && root.children.length === 0) return
    complainAt(
      reading,
      root,
      'databaseChangeLog is not a list: each of its entries must begin with "- ", as "- changeSet:"',
    )
    return
  }
  const kept = root.children.filter((child) => child.name !== 'property' || readPropertyAhead(reading, frame, child))
  const expanded = expandNode({ ...root, children: kept }, (value, place) => reading.expandAhead(value, frame, place))
  readDatabaseChangeLog(reading, frame, expanded)
}
