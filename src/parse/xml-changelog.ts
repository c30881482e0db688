import { parseXml } from '../document/xml.ts'
import { applySchema } from './apply-schema.ts'
import { readDatabaseChangeLog } from './database-changelog.ts'
import type { Frame } from './frame.ts'
import { complainAt } from './node-values.ts'
import type { Reading } from './reading.ts'
import { schemaVersionOf } from './schema-defaults.ts'

/**
 * Reads an XML changelog. Its elements are expanded and read one after the other, so that a property counts from where
 * it is defined on. Rule: Liquibase, XMLChangeLogSAXParser.
 */
export function readXmlChangelog(reading: Reading, frame: Frame, text: string): void {
  const root = parseXml(text, frame.file.path)
  if (root.name !== 'databaseChangeLog') {
    complainAt(reading, root, `the root element is <${root.name}>, not <databaseChangeLog>`)
    return
  }
  const schema = schemaVersionOf(root)
  frame.schema = schema
  readDatabaseChangeLog(reading, frame, applySchema(reading, root, schema))
}
