import { splitList, trimToNull } from '../kit/trim.ts'
import type { DumpObject, DumpValue, SqlContext } from './change-type.ts'
import { type ColumnWith, columns, dumpColumn } from './column.ts'
import { dropIndex } from './drop-index.ts'
import { computedColumnName, objectName, qualifiedObjectName } from './object-name.ts'
import { bool, int, required, requiredInXml, text } from './shape.ts'
import { structured } from './structured.ts'

const further = { afterColumn: text(), beforeColumn: text(), position: int() }

type IndexColumn = ColumnWith<typeof further>

/** What Liquibase clears in the columns of an index before it hashes them. */
const cleared = [
  'type',
  'autoIncrement',
  'constraints',
  'defaultValue',
  'value',
  'startWith',
  'incrementBy',
  'encoding',
  'remarks',
]

export const createIndex = structured('createIndex', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    indexName: requiredInXml(text()),
    unique: bool(),
    tablespace: text(),
    columns: columns('empty', further),
    associatedWith: text(),
    clustered: bool(),
  },
  check({ columns }, complain) {
    if (columns === null || columns.length === 0) complain('createIndex has no column')
    if (columns?.some((column) => column.name === null)) complain('a column of createIndex has no name')
  },
  toSql(values, context) {
    if (belongsToConstraint(values.associatedWith)) return []
    const { schemaName, tableName, indexName, tablespace } = values
    const table = qualifiedObjectName(schemaName, tableName, context)
    const index = indexName === null ? null : objectName(indexName, context.quotingStrategy)
    const list = (values.columns ?? []).map((column) => indexColumn(column, context)).join(', ')
    let sql = `CREATE ${values.unique === true ? 'UNIQUE ' : ''}INDEX ${index === null ? '' : `${index} `}ON ${table}(${list})`
    if (trimToNull(tablespace) !== null) sql += ` TABLESPACE ${tablespace}`
    return values.clustered === true ? [sql, `CLUSTER ${table} USING ${index}`] : [sql]
  },
  undumped: () => ['associatedWith'],
  redump: (fields, { columns }) => ({ ...fields, columns: (columns ?? []).map(dumpIndexColumn) }),
  inverse({ schemaName, tableName, indexName }, place) {
    // PostgreSQL chooses the name of one without: Liquibase would drop an index called null.
    if (indexName === null) return null
    return [dropIndex.make({ schemaName, tableName, indexName }, place)]
  },
})

/** The constraint makes its index itself. */
function belongsToConstraint(associatedWith: string | null): boolean {
  const owners = splitList(associatedWith ?? '')
  return owners.some((owner) => owner === 'primaryKey' || owner === 'uniqueConstraint' || owner === 'foreignKey')
}

/** What holds a parenthesis is taken for an expression, unless `computed` says that it is none. */
function indexColumn({ name, computed, descending }: IndexColumn, { quotingStrategy }: SqlContext): string {
  const order = descending === true ? ' DESC' : ''
  if (computed === true) return `${name}${order}`
  const written = computed === null ? computedColumnName : objectName
  return written(name ?? '', quotingStrategy ?? 'LEGACY') + order
}

function dumpIndexColumn(column: IndexColumn): DumpObject {
  const kept: [string, DumpValue][] = Object.entries(dumpColumn(column)).filter(([field]) => !cleared.includes(field))
  return Object.fromEntries(kept)
}
