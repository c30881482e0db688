import { item } from '../../support/changelog-document.ts'
import { type CaseInput, casesOf, column, table } from './change-case.ts'
import { csv, load } from './csv-case.ts'

/** Only XML has a schema, which takes blanks around flags, numbers and words of a list away. */
const inXml = (input: CaseInput): CaseInput => ({ ...input, formats: ['xml'] })
const title = 'blanks around what is no text'

export const blankCases = [
  ...casesOf('createTable', {
    [title]: inXml({
      changes: item(
        'createTable',
        { tableName: 'bl_table', ifNotExists: ' true ' },
        column(
          'id',
          'int',
          { autoIncrement: '\ttrue', startWith: ' 5 ', incrementBy: '\n+2', defaultOnNull: ' false' },
          { nullable: ' false ', primaryKey: ' true\n' },
        ),
        column('flag', 'boolean', { defaultValueBoolean: ' true ' }, { unique: ' true ', deferrable: '\r\ntrue' }),
      ),
    }),
  }),
  ...casesOf('addAutoIncrement', {
    [title]: inXml({
      setup: 'create table bl_counted (id int not null)',
      changes: item('addAutoIncrement', { tableName: 'bl_counted', columnName: 'id', startWith: ' 7 ' }),
    }),
  }),
  ...casesOf('addForeignKeyConstraint', {
    [title]: inXml({
      setup: 'create table bl_parent (id int primary key); create table bl_child (a int)',
      changes: item('addForeignKeyConstraint', {
        baseTableName: 'bl_child',
        baseColumnNames: 'a',
        constraintName: 'bl_key',
        referencedTableName: 'bl_parent',
        referencedColumnNames: 'id',
        deferrable: ' true ',
        initiallyDeferred: ' 1 ',
        validate: ' false ',
        onDelete: ' SET \t NULL ',
        onUpdate: '\nNO  ACTION',
      }),
    }),
  }),
  ...casesOf('createIndex', {
    [title]: inXml({
      changes: [
        table('bl_indexed', column('a', 'int')),
        item(
          'createIndex',
          { tableName: 'bl_indexed', indexName: 'bl_index', unique: ' true ' },
          column('a', undefined, { descending: '\ntrue' }),
        ),
      ],
    }),
  }),
  ...casesOf('createSequence', {
    [title]: inXml({ changes: item('createSequence', { sequenceName: 'bl_sequence', cycle: ' true ' }) }),
  }),
  ...casesOf('sql', {
    [title]: inXml({
      changes: item(
        'sql',
        { splitStatements: ' false ', stripComments: '\tfalse' },
        'create function bl_function() returns int language plpgsql as $$ begin return 1; /* kept */ end; $$',
      ),
      attributes: { runInTransaction: ' true ', runOnChange: '\nfalse ' },
    }),
  }),
  ...casesOf('loadData', {
    [title]: inXml(
      load(
        'loadData',
        'bl_loaded',
        'a int, b text',
        'x;y\n1;it\n',
        { separator: ';', encoding: ' UTF-8 ', usePreparedStatements: ' false ' },
        csv({ index: ' 0 ', name: 'a', type: 'NUMERIC' }),
        csv({ index: '\n1', name: 'b', type: 'STRING' }),
      ),
    ),
  }),
]
