import type { DocumentNode } from './document-node.ts'
import { readYaml } from './yaml/read-yaml.ts'

/**
 * Reads a JSON document as `parseYaml` reads YAML: for Liquibase the two are the same, so that comments with `#`,
 * trailing commas and missing quotes pass, while a tab between tokens and the escape `\/` do not. Fails with
 * JSON_INVALID and the place.
 */
export function parseJson(text: string, file: string): DocumentNode {
  return readYaml(text, file, 'JSON')
}
