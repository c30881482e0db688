import { item } from '../../support/changelog-document.ts'
import { casesOf, column, inEachStrategy, table } from './change-case.ts'
import { csv, everyColumn, everyType, load } from './csv-case.ts'

const mapping = [
  csv({ name: 'id', type: 'NUMERIC' }),
  csv({ name: 'text', type: 'STRING' }),
  csv({ name: 'number', type: 'NUMERIC' }),
  csv({ name: 'amount', type: 'NUMERIC' }),
  csv({ name: 'flag', type: 'BOOLEAN' }),
  csv({ name: 'day', type: 'DATE' }),
  csv({ name: 'moment', type: 'DATETIME' }),
  csv({ name: 'ident', type: 'UUID' }),
  csv({ name: 'nothing', type: 'STRING' }),
]

const twice = [csv({ name: 'flag' }), csv({ name: 'FLAG' })]

export const loadDataCases = casesOf('loadData', {
  minimal: load('loadData', 'ld_minimal', 'a int, b varchar(50)', 'a,b\n1,x\n2,y\n'),
  'every type, from the table': load('loadData', 'ld_types', everyColumn, everyType),
  'every type, told': load('loadData', 'ld_told', everyColumn, everyType, {}, ...mapping),
  'every type, told in small letters': load(
    'loadData',
    'ld_small',
    everyColumn,
    everyType,
    {},
    ...mapping.map((one) => csv({ ...one.attributes, type: String(one.attributes['type']).toLowerCase() })),
  ),
  'without prepared statements': load('loadData', 'ld_plain', everyColumn, everyType, { usePreparedStatements: false }),
  'with prepared statements': load('loadData', 'ld_prepared', everyColumn, everyType, { usePreparedStatements: true }),
  'with prepared statements, told': load(
    'loadData',
    'ld_prepared_told',
    everyColumn,
    everyType,
    { usePreparedStatements: true },
    ...mapping,
  ),
  // Only the last of them has the type that the table has, and the first one is used.
  'a column named twice': load('loadData', 'ld_twice', 'flag boolean', 'flag\nyes\n', {}, ...twice),
  'a column named twice, with prepared statements': {
    ...load('loadData', 'ld_twice_prepared', 'flag boolean', 'flag\nyes\n', { usePreparedStatements: true }, ...twice),
    fails: true,
  },
  'every attribute': {
    setup: 'create table other.ld_every (a int, "bB" varchar(9))',
    changes: item(
      'loadData',
      {
        catalogName: 'x',
        schemaName: 'other',
        tableName: 'ld_every',
        file: 'csv/every.csv',
        relativeToChangelogFile: true,
        encoding: 'ISO-8859-1',
        separator: ';',
        quotchar: "'",
        commentLineStartsWith: '//',
        usePreparedStatements: false,
      },
      csv({ header: 'first', name: 'a', type: 'NUMERIC', defaultValueNumeric: '9' }),
      csv({ index: 1, name: 'bB', type: 'STRING', defaultValue: 'none' }),
      csv({ header: 'third', type: 'skip' }),
    ),
    files: { 'csv/every.csv': Buffer.from("first;second;third\n1;'grö;ße';x\n// comment\n;;y\n", 'latin1') },
  },
  'a tab between': load('loadData', 'ld_tab', 'a int, b varchar(50)', 'a\tb\n1\tx y\n', { separator: '\\t' }),
  'line ends of Windows, no last one, a mark': load(
    'loadData',
    'ld_crlf',
    'a int, b varchar(50)',
    '\uFEFFa,b\r\n1,"x\r\ny"\r\n2,z',
  ),
  'blanks around': {
    ...load('loadData', 'ld_blanks', 'a int, b varchar(50)', ' a , b \n 1 , x \n2,"  y  "\n'),
    fails: true,
  },
  'a column of type text, which holds names of files': {
    ...load('loadData', 'ld_text', 'a text', 'a\nx\n'),
    fails: true,
  },
  'defaults for what is empty': load(
    'loadData',
    'ld_defaults',
    'a int, b boolean, c varchar(50), d date, e int',
    'a,b,c,d,e\n,,,,\n1,false,x,2024-02-29,2\n',
    {},
    csv({ name: 'a', type: 'NUMERIC', defaultValueNumeric: 7 }),
    csv({ name: 'b', type: 'BOOLEAN', defaultValueBoolean: true }),
    csv({ name: 'c', type: 'STRING', defaultValue: "it's" }),
    csv({ name: 'd', type: 'DATE', defaultValueDate: '2020-01-01' }),
    csv({ name: 'e', type: 'COMPUTED', defaultValueComputed: '1 + 1' }),
  ),
  'computed and from a sequence': {
    ...load(
      'loadData',
      'ld_computed',
      'a int, b int, c varchar(50)',
      'a,b,c\n1 + 1,ld_sequence,"upper(\'x\')"\n2,ld_sequence,null\n',
      {},
      csv({ name: 'a', type: 'COMPUTED' }),
      csv({ name: 'b', type: 'SEQUENCE' }),
      csv({ name: 'c', type: 'COMPUTED' }),
    ),
    setup: 'create table ld_computed (a int, b int, c varchar(50)); create sequence ld_sequence',
  },
  'files for large values': {
    setup: 'create table ld_lobs (a int, b bytea, c varchar(50))',
    changes: item(
      'loadData',
      { tableName: 'ld_lobs', file: 'csv/ld_lobs.csv' },
      csv({ name: 'a', type: 'NUMERIC' }),
      csv({ name: 'b', type: 'BLOB' }),
      csv({ name: 'c', type: 'CLOB' }),
    ),
    files: {
      'csv/ld_lobs.csv': 'a,b,c\n1,csv/blob.bin,csv/clob.txt\n',
      'csv/blob.bin': Buffer.from([0, 255, 39, 92]),
      'csv/clob.txt': "a clob's text →\n",
    },
  },
  // The driver makes a large object of it, whose number is no bytea.
  'base64 for a large value': {
    setup: 'create table ld_no_lob (a int, b bytea)',
    changes: item(
      'loadData',
      { tableName: 'ld_no_lob', file: 'csv/ld_no_lob.csv' },
      csv({ name: 'a', type: 'NUMERIC' }),
      csv({ name: 'b', type: 'BLOB' }),
    ),
    files: { 'csv/ld_no_lob.csv': 'a,b\n1,NULL\n2,AA==\n' },
    fails: true,
  },
  'a type of the server': load(
    'loadData',
    'ld_server',
    'a inet, b jsonb, c int[], d interval',
    'a,b,c,d\n10.0.0.1,"{""a"": 1}","{1,2}",1 day\n',
    {},
    csv({ name: 'a', type: 'OTHER' }),
    csv({ name: 'b', type: 'OTHER' }),
  ),
  'odd headers': load('loadData', 'ld_headers', '"User" int, "b b" varchar(9), größe int', 'User,b b,größe\n1,x,2\n'),
  'only a header': load('loadData', 'ld_header', 'a int', 'a\n'),
  'many rows': load(
    'loadData',
    'ld_many',
    'a int, b varchar(50)',
    `a,b\n${Array.from({ length: 120 }, (_, n) => `${n},row ${n}`).join('\n')}\n`,
  ),
  'a table made in the same changeset': {
    changes: [
      table('ld_fresh', column('a', 'int'), column('b', 'boolean'), column('c', 'timestamp')),
      item('loadData', { tableName: 'ld_fresh', file: 'csv/ld_fresh.csv' }),
    ],
    files: { 'csv/ld_fresh.csv': 'a,b,c\n1,true,2024-02-29T01:02:03\n2,0,NULL\n' },
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Ld Odd`, column('User', 'int'), column('b b', 'varchar(5)')),
      item('loadData', { tableName: `${prefix}Ld Odd`, file: 'csv/odd.csv' }),
    ],
    files: { 'csv/odd.csv': 'User,b b\n1,x\n' },
  })),
})
