import fc from 'fast-check'

/** Characters that quoting, splitting, XML, YAML or JSON could stumble over; what XML cannot hold is left out. */
const awkward = [
  ...["'", '"', '\\', ';', '--', '/*', '*/', '$$', '$1', ':x', '?', '%', '&', '<', '>', ']]>', '`', '{', '}', '#', '|'],
  ...[
    '\n',
    '\t',
    '  ',
    ' ',
    'é',
    'ß',
    '漢',
    '😀',
    '→',
    'İ',
    '\u00a0',
    'e\u0301',
    'null',
    'NULL',
    'true',
    '007',
    '1.50',
    '@',
  ],
  ...['${', '}', '~', 'now(', 'E', ',', '=', '(', ')', '.', '-', '+', '!', '^', '*', '_', 'begin', 'end', '/', 'go'],
]

export const awkwardText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...awkward), fc.string({ minLength: 1, maxLength: 4 }).filter(isPrintable)), {
    maxLength: 7,
  })
  .map((parts) => parts.join(''))

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

const plainName = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/)
// No quotes: Liquibase forgets to double them where it looks into the catalog, and the server refuses what it sends.
const oddName = fc.constantFrom(
  ...['MixedCase', 'UPPER', 'with space', 'größe', '漢字', '1st', 'a-b', 'a$b', 'Ünï', 'Camel_Snake', '_x', 'A', 'aB'],
)
const reserved = fc.constantFrom(
  'order',
  'User',
  'GROUP',
  'select',
  'table',
  'Desc',
  'end',
  'value',
  'type',
  'date',
  'key',
  'name',
  'limit',
)

/** What an object may be called, apart from the prefix that keeps it apart from the others. */
export const objectSuffix: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: plainName },
  { weight: 4, arbitrary: oddName },
  { weight: 1, arbitrary: reserved },
)

export const columnName: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: plainName },
  { weight: 2, arbitrary: oddName },
  { weight: 2, arbitrary: reserved },
)

const length = fc.integer({ min: 30, max: 60 })
const named = (...names: readonly string[]) => fc.constantFrom(...names)
const withLength = (...names: readonly string[]) =>
  fc
    .tuple(named(...names), fc.constantFrom('(', ' (', '( '), length, fc.constantFrom(')', ' )'))
    .map((parts) => parts.join(''))

export type Family = 'number' | 'text' | 'boolean' | 'date' | 'time' | 'timestamp' | Exotic

type Exotic = 'uuid' | 'json' | 'list' | 'bytes' | 'address' | 'xml'

export interface TypeChoice {
  readonly family: Family
  readonly type: string
}

const ofFamily = (family: Family, type: fc.Arbitrary<string>) => type.map((one): TypeChoice => ({ family, type: one }))

/** A column type, as people write it for one database or another. */
export const columnType: fc.Arbitrary<TypeChoice> = fc.oneof(
  ofFamily(
    'number',
    named('int', 'INTEGER', 'bigint', 'smallint', 'tinyint', 'int4', 'int8', 'number', 'numeric', 'decimal'),
  ),
  ofFamily(
    'number',
    named('double', 'double precision', 'float', 'float(24)', 'real', 'currency', 'money', 'int(11)', 'bigint(20)'),
  ),
  ofFamily(
    'number',
    fc
      .tuple(named('decimal', 'number', 'NUMERIC'), length, named(',', ', '), fc.integer({ min: 0, max: 3 }))
      .map(([a, b, c, d]) => `${a}(${b + 3}${c}${d})`),
  ),
  ofFamily('text', withLength('varchar', 'VARCHAR2', 'nvarchar', 'char', 'character varying', 'NVARCHAR2')),
  ofFamily(
    'text',
    named('text', 'clob', 'CLOB', 'longtext', 'varchar', 'char', 'nclob', 'java.sql.Types.VARCHAR(20)', 'text(100)'),
  ),
  ofFamily('boolean', named('boolean', 'BOOL', 'boolean', 'java.sql.Types.BOOLEAN', 'boolean', 'bit(1)')),
  ofFamily('date', named('date', 'DATE')),
  ofFamily('time', named('time', 'TIME(3)', 'time with time zone')),
  ofFamily(
    'timestamp',
    named(
      'timestamp',
      'datetime',
      'timestamp(3)',
      'TIMESTAMP WITH TIME ZONE',
      'timestamptz',
      'timestamp without time zone',
    ),
  ),
  fc.oneof(
    ofFamily('uuid', named('uuid', 'UUID')),
    ofFamily('json', named('jsonb', 'json')),
    ofFamily('list', named('text[]', 'int[]', 'bigint[]')),
    ofFamily('bytes', named('bytea', 'varbinary(10)', 'blob', 'binary')),
    ofFamily('address', named('inet', 'cidr')),
    ofFamily('xml', named('xml')),
  ),
)

export type Values = Readonly<Record<string, string | number | boolean>>

const number = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  fc.integer({ min: -40, max: 40 }),
  fc.integer({ min: -400, max: 400 }).map(String),
  fc.constantFrom(
    '1.50',
    '-0.25',
    '.5',
    '1e3',
    '007',
    '(5)',
    '-1',
    '+3',
    '0',
    '12345678901234567890.5',
    'abs(-3)',
    'null',
    'NULL',
    '1 + 1',
  ),
  fc.constantFrom(1.5, -2.25, 0, 1e21, 0.1),
)
const date = fc.constantFrom('2024-02-29', '1999-12-31', 'current_date', 'CURRENT_DATE', '2024-02-29T01:02:03')
const time = fc.constantFrom('01:02:03', '23:59:59')
const timestamp = fc.constantFrom(
  ...[
    '2024-02-29T01:02:03',
    '2024-02-29 01:02:03',
    '2024-02-29T01:02:03.5',
    '1969-12-31T23:59:59.123456',
    'current_date',
    '2024-02-29',
  ],
)
/** No time of day, nothing random: both databases must get the same. */
const computed: Readonly<Record<Family, readonly string[]>> = {
  number: ['1 + 1', 'abs(-3)', 'NULL', '(5)'],
  text: ["'a' || 'b'", "upper('it''s')", 'current_user', 'NULL'],
  boolean: ['true', 'NOT false', 'NULL'],
  date: ['current_date', 'CURRENT_DATE', 'NULL'],
  time: ["'01:02'::time", 'NULL'],
  timestamp: ["date_trunc('century', now())", 'current_date', 'NULL'],
  uuid: ["md5('x')::uuid", 'NULL'],
  json: ["'{}'", 'NULL'],
  list: ["'{}'", 'NULL'],
  bytes: ["'\\\\x00'", 'NULL'],
  address: ["'10.0.0.1'", 'NULL'],
  xml: ["'<a/>'", 'NULL'],
}

const exotic: Readonly<Record<Exotic, readonly string[]>> = {
  uuid: ['5b1a2d1c-6c8f-4d7e-9a39-0d5a3f6e7b11'],
  json: ['{}', '{"a": "it\'s"}', '[1, 2]', 'null'],
  list: ['{}', '{1,2}', '{ 3 }'],
  bytes: ['\\x00ff', 'text'],
  address: ['10.0.0.1'],
  xml: ['<a>b</a>', "<a b='c'/>"],
}

const attributeOf = (
  prefix: string,
  own: string,
  value: fc.Arbitrary<string | number | boolean>,
): fc.Arbitrary<Values> => value.map((one) => ({ [prefix === '' ? `value${own}` : `defaultValue${own}`]: one }))

/** Attributes that give a value (`''`) or a default (`default`), mostly one that fits the column. */
export function valueFor(family: Family, prefix: '' | 'default'): fc.Arbitrary<Values> {
  const as = (own: string, value: fc.Arbitrary<string | number | boolean>) => attributeOf(prefix, own, value)
  const fitting = (): fc.Arbitrary<Values> => {
    switch (family) {
      case 'number':
        return as('Numeric', number)
      case 'text':
        return as('', awkwardText)
      case 'boolean':
        return as('Boolean', fc.boolean())
      case 'date':
        return as('Date', date)
      case 'time':
        return as('Date', time)
      case 'timestamp':
        return as('Date', timestamp)
      default:
        return as('', fc.constantFrom(...exotic[family]))
    }
  }
  return fc.oneof(
    { weight: 20, arbitrary: fitting() },
    { weight: 5, arbitrary: as('Computed', fc.constantFrom(...computed[family])) },
    { weight: 1, arbitrary: as('', awkwardText) },
    { weight: 1, arbitrary: as('Numeric', number) },
  )
}
