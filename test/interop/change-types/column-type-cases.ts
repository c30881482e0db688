import { item } from '../../support/changelog-document.ts'
import { type CaseInput, casesOf, column, table } from './change-case.ts'

const types: readonly string[] = [
  ...['boolean', 'BOOLEAN', 'bool', 'bit', 'bit(1)', 'bit(8)', 'bit varying(4)', 'varbit(3)', 'tinyint', 'tinyint(1)'],
  ...[
    'smallint',
    'smallint(5)',
    'int2',
    'int',
    'INTEGER',
    'integer(10)',
    'int(11) unsigned',
    'mediumint',
    'int4',
    'signed',
  ],
  ...['bigint', 'bigint(20)', 'int8', 'float', 'float(5)', 'float(24)', 'float(53)', 'float4', 'float8', 'real'],
  ...[
    'double',
    'double precision',
    'DOUBLE(10, 2)',
    'decimal',
    'decimal(10)',
    'decimal(10,2)',
    'decimal(10, 2)',
    'dec(4)',
  ],
  ...['numeric', 'numeric(5)', 'number', 'number(10)', 'number(10,2)', 'number(*)', 'number(*,2)', 'currency', 'money'],
  ...['char', 'char(5)', 'character(5)', 'nchar(5)', 'bpchar', 'bpchar(4)', 'varchar', 'varchar(10)', 'VARCHAR ( 10 )'],
  ...['varchar2(20)', 'varchar(10 char)', 'varchar2(10 byte)', 'nvarchar(10)', 'nvarchar2(10)', 'nvarchar(max)'],
  ...[
    'character varying',
    'character varying(12)',
    'varchar(max)',
    'varchar(10) collate "C"',
    'text',
    'text(10)',
    'longtext',
  ],
  ...[
    'tinytext',
    'mediumtext',
    'clob',
    'clob(100)',
    'nclob',
    'ntext',
    'blob',
    'blob(10)',
    'longblob',
    'tinyblob',
    'image',
  ],
  ...['binary', 'binary(4)', 'varbinary', 'varbinary(10)', 'bytea', 'oid', 'uuid', 'UUID', 'uniqueidentifier', 'guid'],
  ...[
    'date',
    'time',
    'time(3)',
    'TIME WITH TIME ZONE',
    'time(3) without time zone',
    'timetz',
    'timestamp',
    'timestamp(3)',
  ],
  ...[
    'timestamp(9)',
    'timestamp with time zone',
    'timestamp(3) with time zone',
    'timestamp without time zone',
    'timestamptz',
  ],
  ...['timestamp(6) without time zone', 'timestamptz(3)', 'TIMESTAMP WITH LOCAL TIME ZONE', 'datetime', 'datetime(3)'],
  ...[
    'datetime2',
    'datetime2(4)',
    'smalldatetime',
    'datetimeoffset',
    'json',
    'JSONB',
    'xml',
    'xmltype',
    'inet',
    'cidr',
  ],
  ...['macaddr', 'int[]', 'text[]', 'varchar(10)[]', 'numeric(5,2)[][]', 'integer[3]', 'bigint ARRAY', 'interval'],
  ...[
    'interval day to second',
    'interval(3)',
    'tsvector',
    'point',
    'int4range',
    'serial',
    'bigserial',
    'smallserial',
    'SERIAL4',
  ],
  ...[
    'serial8',
    'serial2',
    'name',
    '"char"',
    '"text"',
    'regclass',
    'pg_catalog.int4',
    'public.ty_kind',
    'ty_kind',
    'ty_limited',
  ],
  ...[
    'TY_KIND',
    '"Ty Mixed"',
    'java.sql.Types.VARCHAR(20)',
    'java.sql.Types.CLOB',
    'java.sql.Types.BLOB',
    'java.sql.Types.INTEGER',
  ],
  ...[
    'java.sql.Types.DECIMAL(10,2)',
    'java.sql.Types.TIMESTAMP',
    'java.sql.Types.TIMESTAMP_WITH_TIMEZONE',
    'java.sql.Types.BIT',
  ],
  ...[
    'java.sql.Types.BOOLEAN',
    'java.sql.Types.NUMERIC',
    'java.sql.Types.LONGVARCHAR',
    'java.sql.Types.TIME_WITH_TIMEZONE',
  ],
  ...[
    'java.sql.Types.TINYINT',
    'java.sql.Types.NVARCHAR(5)',
    'java.sql.Types.LONGVARBINARY',
    'java.sql.Types.BINARY(3)',
  ],
  ...[
    'java.lang.String',
    'java.util.Date',
    'java.math.BigInteger',
    'enum("a","b")',
    'no_such_type',
    'no_such_type(3)',
    'citext',
  ],
  ...[
    'mood DEFAULT 1',
    'int NOT NULL',
    'varchar(5) NOT NULL',
    'int CHECK (c > 1)',
    'rowid',
    'year',
    'hstore',
    'CURSOR',
    'void',
  ],
]

/** Types the server does not know, or not in this form. */
const refused: readonly string[] = [
  'mediumint',
  'signed',
  'number(*)',
  'number(*,2)',
  'varchar2(10 byte)',
  'nvarchar(max)',
  'varchar(max)',
  'guid',
  'timestamp(9)',
  'TIMESTAMP WITH LOCAL TIME ZONE',
  'datetimeoffset',
  'varchar(10)[]',
  'numeric(5,2)[][]',
  'interval day to second',
  'interval(3)',
  '"Ty Mixed"',
  'java.sql.Types.BIT',
  'java.sql.Types.TIME_WITH_TIMEZONE',
  'enum("a","b")',
  'no_such_type',
  'no_such_type(3)',
  'citext',
  'mood DEFAULT 1',
  'rowid',
  'year',
  'hstore',
  'CURSOR',
  'void',
]

const inTables: Record<string, CaseInput> = {}
for (const [n, type] of types.entries()) {
  // Liquibase takes ids that differ in case only for one.
  inTables[`type ${n}, ${type}`] = { changes: table(`ty_${n}`, column('c', type)), fails: refused.includes(type) }
}

const counted = [
  'int',
  'integer',
  'bigint',
  'smallint',
  'serial',
  'bigserial',
  'BIGINT',
  'number(10)',
  'numeric',
  'int4',
  'int8',
  'tinyint',
]

const increments: Record<string, CaseInput> = {}
for (const [n, type] of counted.entries()) {
  increments[`type ${n} that counts, ${type}`] = {
    changes: table(`ty_auto_${n}`, column('c', type, { autoIncrement: true }, { primaryKey: true })),
    fails: type.startsWith('num'),
  }
}
const options: readonly Readonly<Record<string, string | number | boolean>>[] = [
  { startWith: 100 },
  { incrementBy: 5 },
  { startWith: -10, incrementBy: -2 },
  { generationType: 'ALWAYS' },
  { generationType: 'BY DEFAULT' },
  { generationType: 'BY DEFAULT', defaultOnNull: true, startWith: 7, incrementBy: 3 },
  { generationType: 'by default', defaultOnNull: false },
  { autoIncrement: false, startWith: 3 },
]
for (const [n, option] of options.entries()) {
  increments[`counting ${JSON.stringify(option)}`] = {
    changes: table(`ty_count_${n}`, column('c', 'bigint', { autoIncrement: true, ...option })),
  }
}

export const columnTypeCases = [
  ...casesOf('createTable', {
    'types of its own': {
      setup: `create type ty_kind as enum ('a', 'b'); create domain ty_limited as varchar(5); create type "Ty Mixed" as enum ('a')`,
      changes: item('empty'),
    },
    ...inTables,
    ...increments,
  }),
]
