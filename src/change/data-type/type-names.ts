/** A data type Liquibase knows; `unknown` is every other name, which goes to the server as it is. */
export type TypeKind =
  | 'bigint'
  | 'blob'
  | 'boolean'
  | 'char'
  | 'clob'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'decimal'
  | 'double'
  | 'float'
  | 'function'
  | 'int'
  | 'mediumint'
  | 'nchar'
  | 'number'
  | 'nvarchar'
  | 'smallint'
  | 'time'
  | 'timestamp'
  | 'tinyint'
  | 'unknown'
  | 'uuid'
  | 'varchar'
  | 'xml'

const names: { readonly [K in Exclude<TypeKind, 'unknown'>]: string } = {
  bigint: 'java.sql.types.bigint java.math.biginteger java.lang.long integer8 bigserial serial8 int8',
  blob: `longblob longvarbinary java.sql.types.blob java.sql.types.longblob java.sql.types.longvarbinary
    java.sql.types.varbinary java.sql.types.binary varbinary binary image tinyblob mediumblob`,
  boolean: 'java.sql.types.boolean java.lang.boolean bit bool',
  char: 'java.sql.types.char bpchar character',
  clob: `longvarchar text longtext java.sql.types.longvarchar java.sql.types.clob nclob longnvarchar ntext
    java.sql.types.longnvarchar java.sql.types.nclob tinytext mediumtext`,
  currency: 'money smallmoney',
  date: 'java.sql.types.date java.sql.date',
  datetime: 'java.sql.types.datetime java.util.date smalldatetime datetime2',
  decimal: 'java.sql.types.decimal java.math.bigdecimal',
  double: 'java.sql.types.double java.lang.double',
  float: 'java.sql.types.float java.lang.float real java.sql.types.real',
  function: 'liquibase.statement.databasefunction',
  int: 'integer java.sql.types.integer java.lang.integer serial int4 serial4',
  mediumint: '',
  nchar: 'java.sql.types.nchar nchar2',
  number: 'numeric java.sql.types.numeric',
  nvarchar: 'java.sql.types.nvarchar nvarchar2 national',
  smallint: 'java.sql.types.smallint int2 smallserial',
  time: 'java.sql.types.time java.sql.time timetz',
  timestamp: 'java.sql.types.timestamp java.sql.types.timestamp_with_timezone java.sql.timestamp timestamptz',
  tinyint: 'java.sql.types.tinyint',
  uuid: 'uniqueidentifier java.util.uuid',
  varchar: 'java.sql.types.varchar java.lang.string varchar2',
  xml: 'xmltype java.sql.types.sqlxml',
}

const kinds = new Map<string, TypeKind>([
  ['long binary', 'blob'],
  ['long varbinary', 'blob'],
  ['long varchar', 'clob'],
  ['long nvarchar', 'clob'],
  ['character varying', 'varchar'],
])
for (const [kind, aliases] of Object.entries(names)) {
  for (const name of [kind, ...(aliases.match(/\S+/g) ?? [])]) kinds.set(name, kind as TypeKind)
}

/** The type of that name, whose case does not count (Liquibase: the `DataTypeInfo` of each type on PostgreSQL). */
export function kindOfType(name: string): TypeKind {
  return kinds.get(name.toLowerCase()) ?? 'unknown'
}

/** What loadData takes values of a type for. Rule: getLoadTypeName of each type. */
export function loadTypeOf(
  kind: TypeKind,
): 'BLOB' | 'BOOLEAN' | 'CLOB' | 'COMPUTED' | 'DATE' | 'NUMERIC' | 'STRING' | 'UUID' {
  switch (kind) {
    case 'blob':
      return 'BLOB'
    case 'boolean':
      return 'BOOLEAN'
    case 'clob':
    case 'xml':
      return 'CLOB'
    case 'function':
      return 'COMPUTED'
    case 'date':
    case 'datetime':
    case 'time':
    case 'timestamp':
      return 'DATE'
    case 'char':
    case 'nchar':
    case 'nvarchar':
    case 'varchar':
    case 'unknown':
      return 'STRING'
    case 'uuid':
      return 'UUID'
    default:
      return 'NUMERIC'
  }
}
