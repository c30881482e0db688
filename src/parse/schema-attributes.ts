import type { AttributeType } from './attribute-type.ts'
import { isBefore, NEWEST_SCHEMA, type SchemaVersion } from './schema-defaults.ts'
import { elementShapes } from './schema-shapes.ts'

type Types = Readonly<Record<string, AttributeType>>

function each(type: AttributeType, ...names: readonly string[]): Types {
  return Object.fromEntries(names.map((name) => [name, type]))
}

const actions = { tokens: ['CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', 'NO ACTION'] }
const counting = { ...each('long', 'startWith', 'incrementBy'), defaultOnNull: 'flag' } as const
const column = { ...each('flag', 'computed', 'descending', 'defaultValueBoolean', 'autoIncrement'), ...counting }
const sequence = each('flag', 'ordered', 'cycle')
const splitting = each('flag', 'splitStatements', 'stripComments')
const load = {
  ...each('flag', 'relativeToChangelogFile', 'usePreparedStatements'),
  ...each('filled', 'file', 'separator', 'quotchar', 'commentLineStartsWith'),
  encoding: 'encoding',
} as const
const onFail = each(['HALT', 'CONTINUE', 'MARK_RAN', 'WARN'], 'onFail', 'onError')
const onSqlOutput = ['IGNORE', 'TEST', 'FAIL']

/** Elements whose attributes have types by where they stand. */
const byParent: Readonly<Record<string, Types>> = {
  'addColumn column': { ...column, position: 'integer' },
  'changeSet preConditions': { ...onFail, onSqlOutput },
  'databaseChangeLog preConditions': { ...each(['HALT', 'WARN'], 'onFail', 'onError'), onSqlOutput },
  'loadData column': { index: 'number' },
  'loadUpdateData column': { index: 'number', allowUpdate: 'flag' },
}

/** Changes, what stands in them, and conditions: attributes that are more than any text. */
const byElement: Readonly<Record<string, Types>> = {
  addAutoIncrement: counting,
  addDefaultValue: { columnDataType: 'filled' },
  addForeignKeyConstraint: {
    ...each('flag', 'deferrable', 'initiallyDeferred', 'deleteCascade', 'referencesUniqueColumn', 'validate'),
    ...each(actions, 'onDelete', 'onUpdate'),
  },
  addNotNullConstraint: { validate: 'flag' },
  addPrimaryKey: each('flag', 'clustered', 'validate'),
  addUniqueConstraint: each('flag', 'clustered', 'deferrable', 'disabled', 'initiallyDeferred', 'validate'),
  alterSequence: sequence,
  column,
  constraints: {
    ...each('flag', 'nullable', 'primaryKey', 'unique', 'deleteCascade', 'deferrable', 'initiallyDeferred'),
    ...each('flag', 'validateNullable', 'validateUnique', 'validatePrimaryKey', 'validateForeignKey'),
  },
  createIndex: each('flag', 'unique', 'clustered'),
  createProcedure: { relativeToChangelogFile: 'flag', replaceIfExists: 'boolean' },
  createSequence: sequence,
  createTable: { ifNotExists: 'boolean' },
  createView: each('flag', 'replaceIfExists', 'fullDefinition', 'relativeToChangelogFile'),
  dropPrimaryKey: { dropIndex: 'flag' },
  dropSequence: sequence,
  dropTable: { cascadeConstraints: 'flag' },
  dropView: { ifExists: 'flag' },
  loadData: load,
  loadUpdateData: { ...load, onlyUpdate: 'boolean' },
  rowCount: { expectedRows: 'long' },
  setColumnRemarks: { columnParentType: ['TABLE', 'VIEW'] },
  sql: splitting,
  sqlFile: { ...splitting, relativeToChangelogFile: 'flag' },
}

interface Otherwise {
  readonly from: SchemaVersion
  readonly to: SchemaVersion
  readonly type: AttributeType
  readonly names: readonly string[]
}

/** Older schemas, from the first to the last that has another type for these; what they do not know they let pass. */
const otherwise: readonly Otherwise[] = [
  { from: [1, 0], to: [1, 8], type: 'text', names: ['onFail', 'onError', 'onDelete', 'onUpdate'] },
  { from: [1, 0], to: [4, 3], type: 'text', names: ['columnDataType', 'file', 'encoding'] },
  { from: [1, 0], to: [4, 3], type: 'text', names: ['separator', 'quotchar', 'commentLineStartsWith'] },
  { from: [3, 5], to: [3, 5], type: 'number', names: ['startWith', 'incrementBy'] },
  { from: [3, 6], to: [3, 10], type: 'text', names: ['ifExists', 'dropIndex', 'ifNotExists'] },
  { from: [3, 8], to: [4, 10], type: 'text', names: ['cycle', 'ordered'] },
]

/** What the schema has the attributes of an element hold; those it does not name are any text. */
export function attributeTypes(element: string, parent: string | null, schema: SchemaVersion): Types {
  const placed = element === 'column' || element === 'preConditions' ? own(byParent, `${parent} ${element}`) : undefined
  const types = placed ?? own(byElement, element) ?? own(elementShapes, element)?.attributes ?? {}
  return schema === NEWEST_SCHEMA ? types : inVersion(types, schema)
}

function inVersion(types: Types, schema: SchemaVersion): Types {
  const other = otherwise.filter(
    ({ from, to, names }) =>
      !isBefore(schema, from) && !isBefore(to, schema) && names.some((name) => Object.hasOwn(types, name)),
  )
  if (other.length === 0) return types
  const changed = other.flatMap(({ type, names }) =>
    names.filter((name) => Object.hasOwn(types, name)).map((name) => [name, type] as const),
  )
  return { ...types, ...Object.fromEntries(changed) }
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
