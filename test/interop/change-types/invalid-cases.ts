import { type Item, item } from '../../support/changelog-document.ts'
import { type CaseInput, casesOf, column, table } from './change-case.ts'

const one = (changes: Item): CaseInput => ({ changes })

/** Changes that Liquibase does not take, each for a reason of its own; nobody may package them. */
export const invalidCases = [
  ...casesOf('createTable', {
    'no name': one(item('createTable', {}, column('a', 'int'))),
    'an empty name': one(item('createTable', { tableName: '' }, column('a', 'int'))),
    'no columns': one(item('createTable', { tableName: 'iv_none' })),
    'a column without a type': one(table('iv_typeless', column('a'))),
    'a column without a name': one(table('iv_nameless', item('column', { type: 'int' }))),
    'a column with remarks and a blank name': one(table('iv_blank', column(' ', 'int', { remarks: 'r' }))),
    'a column with what no column has': one(table('iv_unknown', column('a', 'int', { position: 1 }))),
    'a reference without a name': one(table('iv_reference', column('a', 'int', {}, { references: 'b(c)' }))),
  }),
  ...casesOf('addColumn', {
    'no table': one(item('addColumn', {}, column('a', 'int'))),
    'no column': one(item('addColumn', { tableName: 'iv_a' })),
    'a position': one(item('addColumn', { tableName: 'iv_a' }, column('a', 'int', { afterColumn: 'b' }))),
  }),
  ...casesOf('dropColumn', {
    'no column': one(item('dropColumn', { tableName: 'iv_a' })),
    'no table': one(item('dropColumn', { columnName: 'iv_a' })),
  }),
  ...casesOf('addDefaultValue', {
    'no value': one(item('addDefaultValue', { tableName: 'iv_a', columnName: 'b' })),
    'two values': one(
      item('addDefaultValue', { tableName: 'iv_a', columnName: 'b', defaultValue: 'c', defaultValueNumeric: 1 }),
    ),
    'a value of another type': one(
      item('addDefaultValue', { tableName: 'iv_a', columnName: 'b', columnDataType: 'boolean', defaultValue: 'true' }),
    ),
  }),
  ...casesOf('insert', {
    'no column': one(item('insert', { tableName: 'iv_a' })),
    'no table': one(item('insert', {}, column('a', undefined, { value: 'b' }))),
  }),
  ...casesOf('loadData', {
    'no file': one(item('loadData', { tableName: 'iv_a' })),
    'a type that is none': {
      changes: item(
        'loadData',
        { tableName: 'iv_a', file: 'a.csv' },
        item('column', { name: 'a', defaultValueNumeric: 'x,y', type: 'NUMERIC', index: 'z' }),
      ),
      files: { 'a.csv': 'a\n1\n' },
    },
  }),
  ...casesOf('createProcedure', {
    'to be replaced': one(
      item('createProcedure', { replaceIfExists: true, procedureName: 'a' }, 'create procedure a()'),
    ),
    'no text': one(item('createProcedure', { procedureName: 'a' })),
  }),
  ...casesOf('others', {
    'createIndex without columns': one(item('createIndex', { indexName: 'iv_i', tableName: 'iv_a' })),
    'createSequence in order': one(item('createSequence', { sequenceName: 'iv_s', ordered: true })),
    'createView without a name': one(item('createView', {}, 'select 1')),
    'createView without a select': one(item('createView', { viewName: 'iv_v' })),
    'addPrimaryKey without columns': one(item('addPrimaryKey', { tableName: 'iv_a' })),
    'addForeignKeyConstraint without a name': one(
      item('addForeignKeyConstraint', {
        baseTableName: 'a',
        baseColumnNames: 'b',
        referencedTableName: 'c',
        referencedColumnNames: 'd',
      }),
    ),
    'renameTable without a new name': one(item('renameTable', { oldTableName: 'iv_a' })),
    'modifyDataType without a type': one(item('modifyDataType', { tableName: 'iv_a', columnName: 'b' })),
    'mergeColumns without a type': one(
      item('mergeColumns', { tableName: 'a', column1Name: 'b', column2Name: 'c', finalColumnName: 'd' }),
    ),
    'addLookupTable with a blank constraint name': one(
      item('addLookupTable', {
        existingTableName: 'a',
        existingColumnName: 'b',
        newTableName: 'c',
        newColumnName: 'd',
        constraintName: ' ',
      }),
    ),
    'delete with parameters and no where': one(
      item('delete', { tableName: 'iv_a' }, item('whereParams', {}, item('param', { name: 'a', value: 'b' }))),
    ),
    'sql without text': one(item('sql', {})),
    'sqlFile without a path': one(item('sqlFile', {})),
    'output without a message': one(item('output', { target: 'STDERR' })),
    'a change that is none': one(item('createNonsense', { tableName: 'iv_a' }, item('column', { name: 'a' }))),
  }),
]
