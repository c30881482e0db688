import type { DocumentNode } from './document-node.ts'
import { readYaml } from './yaml/read-yaml.ts'

/**
 * Reads a YAML document into a root node without name, whose children are the top-level entries. Scalars are typed by
 * YAML 1.1 and then printed as Java does, lists of mappings become children: what Liquibase 4.28 has in hand after
 * SnakeYAML 2.2 and `ParsedNode`. Property references stay as they are; Liquibase replaces those of type `text` only.
 * Fails with YAML_INVALID and the place for what is no YAML or what Liquibase refuses, and also for a key that is
 * repeated (Liquibase takes the last one), or NUL_BYTE for a value that holds one.
 */
export function parseYaml(text: string, file: string): DocumentNode {
  return readYaml(text, file, 'YAML')
}
