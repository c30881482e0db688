import type { DocumentNode } from '../document-node.ts'
import { composeYaml } from './compose-yaml.ts'
import { constructYaml } from './construct-yaml.ts'
import { readPlainJson } from './plain-json.ts'
import { readPlainYaml } from './plain-yaml.ts'
import { toDocument } from './to-document.ts'
import { YamlSource } from './yaml-source.ts'

/** Reads YAML, of which JSON is a part for Liquibase; `format` is what errors call it. */
export function readYaml(text: string, file: string, format: 'YAML' | 'JSON'): DocumentNode {
  const source = new YamlSource(text, file, format)
  const plain = format === 'JSON' ? readPlainJson(source) : readPlainYaml(source)
  if (plain !== null) return toDocument(plain.map, source.placeOf(plain.offset))
  return readAnyYaml(source)
}

/** The reader of all YAML: it decides on whatever the quick ones leave, and says what is wrong with it. */
export function readAnyYaml(source: YamlSource): DocumentNode {
  const root = composeYaml(source)
  const value = root === null ? null : constructYaml(root, source)
  const offset = root?.range[0] ?? 0
  if (root === null || value === null || (value.kind === 'scalar' && value.text === null)) {
    throw source.invalid('the document is empty', 0)
  }
  if (value.kind !== 'map') throw source.invalid('the document is not a mapping: databaseChangeLog is missing', offset)
  if (value.entries.length === 0) throw source.invalid('the document is empty', offset)
  return toDocument(value, source.placeOf(offset))
}
