import { item } from '../../support/changelog-document.ts'
import { casesOf, column, inEachStrategy, table } from './change-case.ts'
import { csv, everyColumn, everyType, load } from './csv-case.ts'

const keyed = 'a int primary key, b varchar(50), c int'

const loadUpdateDataCases = casesOf('loadUpdateData', {
  minimal: {
    ...load('loadUpdateData', 'lu_minimal', keyed, 'a,b,c\n1,x,1\n2,y,2\n', { primaryKey: 'a' }),
    setup: `create table lu_minimal (${keyed}); insert into lu_minimal values (1, 'old', 0), (9, 'kept', 9)`,
  },
  'every attribute': {
    setup: `create table other.lu_every (${keyed}); insert into other.lu_every values (1, 'old', 0)`,
    changes: item(
      'loadUpdateData',
      {
        catalogName: 'x',
        schemaName: 'other',
        tableName: 'lu_every',
        file: 'csv/lu_every.csv',
        relativeToChangelogFile: true,
        encoding: 'UTF-8',
        separator: '|',
        quotchar: "'",
        commentLineStartsWith: '%',
        usePreparedStatements: false,
        primaryKey: 'a',
        onlyUpdate: true,
      },
      csv({ name: 'a', type: 'NUMERIC' }),
      csv({ header: 'text', name: 'b', type: 'STRING', allowUpdate: true, defaultValue: 'd' }),
      csv({ index: 2, name: 'c', type: 'NUMERIC', allowUpdate: false, defaultValueNumeric: 3 }),
    ),
    files: { 'csv/lu_every.csv': "a|text|c\n1|'ne|w'|5\n% no\n2|never|6\n" },
  },
  'columns that may not be updated': {
    ...load(
      'loadUpdateData',
      'lu_fixed',
      keyed,
      'a,b,c\n1,new,5\n2,new,6\n',
      { primaryKey: 'a' },
      csv({ name: 'b', allowUpdate: false }),
    ),
    setup: `create table lu_fixed (${keyed}); insert into lu_fixed values (1, 'old', 0)`,
  },
  'a key of two columns': {
    ...load('loadUpdateData', 'lu_two', '', "a,b,c\n1,x,1\n1,y,2\n2,it's,3\n", { primaryKey: 'a,b' }),
    setup:
      "create table lu_two (a int, b varchar(50), c int, primary key (a, b)); insert into lu_two values (1, 'x', 0)",
  },
  'defaults for what is empty': {
    ...load(
      'loadUpdateData',
      'lu_defaults',
      'a int primary key, b boolean, c date, d int',
      'a,b,c,d\n1,,,\n',
      { primaryKey: 'a' },
      csv({ name: 'b', type: 'BOOLEAN', defaultValueBoolean: true }),
      csv({ name: 'c', type: 'DATE', defaultValueDate: '2020-01-01' }),
      csv({ name: 'd', type: 'COMPUTED', defaultValueComputed: '1 + 1' }),
    ),
  },
  'only the key': load('loadUpdateData', 'lu_key', 'a int primary key', 'a\n1\n2\n', { primaryKey: 'a' }),
  'every type': load('loadUpdateData', 'lu_types', everyColumn.replace('id int', 'id int primary key'), everyType, {
    primaryKey: 'id',
  }),
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Lu Odd`, column('User', 'int', {}, { primaryKey: true }), column('b b', 'varchar(5)')),
      item('loadUpdateData', { tableName: `${prefix}Lu Odd`, file: 'csv/odd-update.csv', primaryKey: 'User' }),
    ],
    files: { 'csv/odd-update.csv': 'User,b b\n1,x\n1,y\n' },
  })),
})

const lookup = (name: string) =>
  `create table ${name} (id int, country varchar(20)); insert into ${name} values (1, 'IE'), (2, 'DE'), (3, 'IE')`

const addLookupTableCases = casesOf('addLookupTable', {
  minimal: {
    setup: lookup('lt_minimal'),
    changes: item('addLookupTable', {
      existingTableName: 'lt_minimal',
      existingColumnName: 'country',
      newTableName: 'lt_country',
      newColumnName: 'code',
    }),
  },
  'with a type and a name': {
    setup: lookup('lt_typed'),
    changes: item('addLookupTable', {
      existingTableName: 'lt_typed',
      existingColumnName: 'country',
      newTableName: 'lt_typed_country',
      newColumnName: 'code',
      newColumnDataType: 'varchar(20)',
      constraintName: 'lt_typed_fk',
    }),
  },
  'every attribute': {
    setup: lookup('other.lt_every'),
    changes: item('addLookupTable', {
      existingTableCatalogName: 'x',
      existingTableSchemaName: 'other',
      existingTableName: 'lt_every',
      existingColumnName: 'country',
      newTableCatalogName: 'y',
      newTableSchemaName: 'public',
      newTableName: 'lt_every_country',
      newColumnName: 'code',
      newColumnDataType: 'VARCHAR2(20)',
      constraintName: 'lt_every_fk',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Lt Odd`, column('Group', 'int')),
      item('addLookupTable', {
        existingTableName: `${prefix}Lt Odd`,
        existingColumnName: 'Group',
        newTableName: `${prefix}Lt New`,
        newColumnName: 'Key K',
        newColumnDataType: 'int',
      }),
    ],
  })),
})

export const loadUpdateCases = [...loadUpdateDataCases, ...addLookupTableCases]
