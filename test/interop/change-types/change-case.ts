import { type Format, formats, type Item, item, type Scalar } from '../../support/changelog-document.ts'

type Attributes = Readonly<Record<string, Scalar | undefined>>

/** One changeset that shows a change type, with the ground it needs. */
export interface ChangeCase {
  /** Id of its changeset: kind and what is special about it. */
  readonly name: string
  readonly kind: string
  /** SQL of an earlier changeset. */
  readonly setup: string | null
  readonly changes: readonly Item[]
  /** Attributes of its changeset. */
  readonly attributes: Attributes
  /** What else stands in its changeset: `comment`, `modifySql`, `preConditions`, `rollback`. */
  readonly further: readonly Item[]
  /** Files that its changes name, by path. */
  readonly files: Readonly<Record<string, string | Buffer>>
  /** Whether the server refuses it, so that nobody may have a history row of it; `null` where only the run can tell. */
  readonly fails: boolean | null
  /** Whether Liquibase can derive its rollback. */
  readonly undoable: boolean
  readonly formats: readonly Format[]
}

export interface CaseInput extends Partial<Omit<ChangeCase, 'name' | 'kind' | 'changes' | 'formats'>> {
  readonly changes: Item | readonly Item[]
  /** Formats that can express it; all where it is not given. */
  readonly formats?: readonly Format[]
}

/** Kinds of which Liquibase derives no rollback; the suite asks Liquibase for one of each. */
export const irreversibleKinds: ReadonlySet<string> = new Set([
  'addAutoIncrement',
  'alterSequence',
  'createProcedure',
  'customChange',
  'delete',
  'dropAllForeignKeyConstraints',
  'dropColumn',
  'dropDefaultValue',
  'dropForeignKeyConstraint',
  'dropIndex',
  'dropPrimaryKey',
  'dropProcedure',
  'dropSequence',
  'dropTable',
  'dropUniqueConstraint',
  'dropView',
  'executeCommand',
  'insert',
  'loadData',
  'mergeColumns',
  'modifyDataType',
  'setColumnRemarks',
  'setTableRemarks',
  'sql',
  'sqlFile',
  'stop',
  'update',
])

/** A value in a column of this type; told where the server refuses it. */
export type ValueCase = readonly [type: string, attributes: Readonly<Record<string, Scalar>>, outcome?: 'fails']

/** The cases of one kind, by what is special about each. */
export function casesOf(kind: string, inputs: Readonly<Record<string, CaseInput>>): readonly ChangeCase[] {
  return Object.entries(inputs).map(([title, { changes, ...input }]) => {
    const all = 'name' in changes ? [changes] : changes
    return {
      setup: null,
      attributes: {},
      further: [],
      files: {},
      fails: false,
      undoable: !all.some((change) => irreversibleKinds.has(change.name)),
      ...input,
      formats: input.formats ?? formats,
      name: `${kind}: ${title}`,
      kind,
      changes: all,
    }
  })
}

export const strategies = ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS'] as const

/** The same under each quoting strategy; `make` gets a prefix that keeps the names of the three apart. */
export function inEachStrategy(
  title: string,
  make: (prefix: string) => CaseInput,
): Readonly<Record<string, CaseInput>> {
  const cases = strategies.map((strategy) => {
    const { attributes, ...input } = make(`${strategy.replace('QUOTE_', '').slice(0, 3)}_`)
    return [`${title}, ${strategy}`, { ...input, attributes: { ...attributes, objectQuotingStrategy: strategy } }]
  })
  return Object.fromEntries(cases)
}

export function column(name: string, type?: string, attributes: Attributes = {}, constraints?: Attributes): Item {
  const inner = constraints === undefined ? [] : [item('constraints', constraints)]
  return item('column', { name, type, ...attributes }, ...inner)
}

export function table(tableName: string, ...columns: readonly Item[]): Item {
  return item('createTable', { tableName }, ...columns)
}

/** A column with every attribute there is, most of which nobody runs, and all of which are hashed. */
export function everyAttribute(name: string): Item {
  const values = {
    value: 'v',
    valueNumeric: 1.5,
    valueBoolean: true,
    valueDate: '2024-02-29',
    valueComputed: 'now()',
    valueSequenceCurrent: 'ty_sequence',
    valueSequenceNext: 'ty_sequence',
    valueBlobFile: 'blob.bin',
    valueClobFile: 'clob.txt',
  }
  const defaults = {
    defaultValue: 'd',
    defaultValueNumeric: '2.50',
    defaultValueDate: '2024-02-29T01:02:03',
    defaultValueBoolean: false,
    defaultValueComputed: 'current_date',
    defaultValueSequenceNext: 'ty_sequence',
    defaultValueConstraintName: 'a_default',
  }
  const counting = { autoIncrement: true, startWith: 5, incrementBy: 2, generationType: 'ALWAYS', defaultOnNull: true }
  const others = { computed: false, descending: true, encoding: 'UTF-8', remarks: "a column's" }
  return column(name, 'int', { ...values, ...defaults, ...counting, ...others }, everyConstraint)
}

const everyConstraint = {
  nullable: false,
  notNullConstraintName: 'a_not_null',
  primaryKey: true,
  primaryKeyName: 'a_primary',
  primaryKeyTablespace: 'pg_default',
  unique: true,
  uniqueConstraintName: 'a_unique',
  references: 'a(b)',
  referencedTableCatalogName: 'x',
  referencedTableSchemaName: 'other',
  referencedTableName: 'a',
  referencedColumnNames: 'b',
  foreignKeyName: 'a_foreign',
  deleteCascade: true,
  deferrable: true,
  initiallyDeferred: false,
  checkConstraint: 'a > b',
  validateNullable: true,
  validateUnique: false,
  validatePrimaryKey: true,
  validateForeignKey: false,
}

/** Files that `everyAttribute` names. */
export const everyAttributeFiles = { 'blob.bin': Buffer.from([1, 2, 3]), 'clob.txt': 'a clob' }

/**
 * Names that need quotes, change with them, or look as if they did. None has a quote in it: Liquibase forgets to double
 * those in names of mixed case, and the server refuses what it sends.
 */
export const oddNames: readonly string[] = [
  'MixedCase',
  'UPPER',
  'with space',
  'order',
  'USER',
  'größe',
  'Ünï→漢',
  '1st',
  'a-b',
  'a.b',
  "it's",
  'x$y#z',
  '_under',
  'semi;colon -- x',
  'sixty_three_bytes_are_what_postgresql_keeps_of_a_name_and_no_more_than_that',
]
