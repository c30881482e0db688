import { childOf, type DocumentNode } from '../document/document-node.ts'

/** `[4, 28]`; a changelog that names no schema is read by the newest. */
export type SchemaVersion = readonly [major: number, minor: number]

export const NEWEST_SCHEMA: SchemaVersion = [4, 28]

/** The version of the schema that the root element of an XML changelog names. */
export function schemaVersionOf(root: DocumentNode): SchemaVersion {
  const written = childOf(root, 'schemaLocation')?.value ?? ''
  const match = /dbchangelog-(\d+)\.(\d+)\.xsd/i.exec(written)
  const version: SchemaVersion = match === null ? NEWEST_SCHEMA : [Number(match[1]), Number(match[2])]
  return isBefore(NEWEST_SCHEMA, version) ? NEWEST_SCHEMA : version
}

interface Default {
  readonly element: string
  readonly attribute: string
  readonly value: string
  readonly from: SchemaVersion
  /** The last one that has it. */
  readonly to: SchemaVersion
}

/**
 * What Liquibase's schemas write into elements that leave it out, where that makes a difference: the values of `loadData`
 * and `loadUpdateData` are hashed, and since 4.6 an `includeAll` that finds nothing fails.
 */
const defaults: readonly Default[] = [
  entry('includeAll', 'errorIfMissingOrEmpty', 'false', [3, 4], [4, 5]),
  entry('loadData', 'encoding', 'UTF-8', [2, 0], [4, 5]),
  entry('loadData', 'separator', ',', [2, 0]),
  entry('loadData', 'quotchar', '"', [2, 0]),
  entry('loadData', 'commentLineStartsWith', '#', [3, 5]),
  entry('loadData', 'usePreparedStatements', 'false', [4, 4], [4, 12]),
  entry('loadUpdateData', 'encoding', 'UTF-8', [2, 0], [4, 5]),
  entry('loadUpdateData', 'separator', ',', [2, 0]),
  entry('loadUpdateData', 'quotchar', '"', [2, 0]),
  entry('loadUpdateData', 'commentLineStartsWith', '#', [4, 4]),
  entry('loadUpdateData', 'usePreparedStatements', 'false', [4, 4], [4, 12]),
  entry('loadUpdateData', 'onlyUpdate', 'false', [3, 3]),
]

function entry(
  element: string,
  attribute: string,
  value: string,
  from: SchemaVersion,
  to: SchemaVersion = NEWEST_SCHEMA,
): Default {
  return { element, attribute, value, from, to }
}

/** The element with what its schema adds; the element itself where that is nothing. */
export function withSchemaDefaults(node: DocumentNode, schema: SchemaVersion | null): DocumentNode {
  if (schema === null || node.form === 'entry') return node
  const missing = defaults.filter(
    ({ element, attribute, from, to }) =>
      element === node.name &&
      !isBefore(schema, from) &&
      !isBefore(to, schema) &&
      !node.children.some((child) => child.form === 'attribute' && child.name === attribute),
  )
  if (missing.length === 0) return node
  const added = missing.map(({ attribute, value }) => attributeOf(node, attribute, value))
  return { ...node, children: [...added, ...node.children] }
}

/** The schemas 3.6 to 3.10 take any attribute of a change, those before and after them only their own. */
export function hasOpenAttributes(schema: SchemaVersion): boolean {
  return !isBefore(schema, [3, 6]) && isBefore(schema, [4, 0])
}

export function isBefore(one: SchemaVersion, other: SchemaVersion): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1])
}

function attributeOf({ place }: DocumentNode, name: string, value: string): DocumentNode {
  return { name, place, children: [], value, type: 'text', valuePlace: place, values: null, form: 'attribute' }
}
