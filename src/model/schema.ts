/** Every kind of object that a schema is made of; also the order in which objects are listed. */
export const SCHEMA_KINDS = [
  'extension',
  'language',
  'schema',
  'collation',
  'type',
  'attribute',
  'domain-constraint',
  'sequence',
  'function',
  'procedure',
  'aggregate',
  'operator',
  'operator-family',
  'operator-class',
  'cast',
  'foreign-data-wrapper',
  'foreign-server',
  'table',
  'column',
  'constraint',
  'index',
  'view',
  'materialized-view',
  'rule',
  'trigger',
  'policy',
  'statistics',
  'text-search-configuration',
  'text-search-dictionary',
  'text-search-parser',
  'text-search-template',
  'event-trigger',
  'publication',
  'default-privileges',
] as const

export type SchemaKind = (typeof SCHEMA_KINDS)[number]

/**
 * One object of a database. What it is stands in `facts`, as text, so that comparing and printing need not know kinds; a
 * fact that has its usual value is left out.
 */
export interface SchemaObject {
  readonly kind: SchemaKind
  /** Qualified, each part quoted where PostgreSQL needs it: `public.orders`, `public."Orders".id`, `public.f(integer)`. */
  readonly name: string
  readonly facts: Readonly<Record<string, string>>
  /** Columns and attributes in their own order, then everything else that belongs to the object, sorted. */
  readonly parts: readonly SchemaObject[]
}

/**
 * A database's catalog in canonical form: equal for equal databases whatever the order in which their objects were made.
 * Names are part of a definition, also those that PostgreSQL chose. OIDs, column numbers and data are not in it.
 */
export interface Schema {
  /** `server_version_num`. Not part of the fingerprint. Servers of two majors may spell the same definition differently. */
  readonly serverVersion: number
  /** Sorted by kind, as `SCHEMA_KINDS` lists them, then by name. */
  readonly objects: readonly SchemaObject[]
}

/** A fact that differs; `null` where one side does not have it. */
export interface FactDifference {
  readonly fact: string
  readonly left: string | null
  readonly right: string | null
}

/**
 * One object that is not the same on both sides. `missing`: only the left has it; `extra`: only the right has it. The
 * parts of an object that is missing or extra as a whole are not listed.
 */
export interface SchemaDifference {
  readonly kind: SchemaKind
  readonly name: string
  /** The object that this one is a part of, e.g. the table of a column. */
  readonly of: { readonly kind: SchemaKind; readonly name: string } | null
  readonly state: 'missing' | 'extra' | 'changed'
  /** For `missing` and `extra` what the object is on the side that has it. */
  readonly facts: readonly FactDifference[]
}
