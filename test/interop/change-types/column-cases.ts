import { item } from '../../support/changelog-document.ts'
import { casesOf, column, everyAttribute, everyAttributeFiles, inEachStrategy, table } from './change-case.ts'

const dropColumnCases = casesOf('dropColumn', {
  minimal: {
    setup: 'create table dc_minimal (a int, b int)',
    changes: item('dropColumn', { tableName: 'dc_minimal', columnName: 'b' }),
  },
  'every attribute': {
    setup: 'create table other.dc_every (a int, b int)',
    changes: item('dropColumn', { catalogName: 'x', schemaName: 'other', tableName: 'dc_every', columnName: 'b' }),
  },
  'several columns': {
    setup: 'create table dc_several (a int, b int, "C c" int)',
    changes: item('dropColumn', { tableName: 'dc_several' }, column('b'), column('C c')),
  },
  'a column with every attribute': {
    changes: item('dropColumn', { tableName: 'dc_everything' }, everyAttribute('c')),
    files: everyAttributeFiles,
    fails: true,
  },
  'a column something depends on': {
    setup: 'create table dc_used (a int, b int); create view dc_using as select b from dc_used',
    changes: item('dropColumn', { tableName: 'dc_used', columnName: 'b' }),
    fails: true,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Dc Odd`, column('User', 'int'), column('keep', 'int'), column('a B', 'int')),
      item('dropColumn', { tableName: `${prefix}Dc Odd`, columnName: 'User' }),
      item('dropColumn', { tableName: `${prefix}Dc Odd` }, column('a B')),
    ],
  })),
})

const renameColumnCases = casesOf('renameColumn', {
  minimal: {
    setup: 'create table rc_minimal (a int)',
    changes: item('renameColumn', { tableName: 'rc_minimal', oldColumnName: 'a', newColumnName: 'b' }),
  },
  'every attribute': {
    setup: 'create table other.rc_every (a int)',
    changes: item('renameColumn', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'rc_every',
      oldColumnName: 'a',
      newColumnName: 'b',
      columnDataType: 'bigint',
      remarks: "it's renamed",
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Rc Odd`, column('From', 'int')),
      item('renameColumn', {
        tableName: `${prefix}Rc Odd`,
        oldColumnName: 'From',
        newColumnName: 'To Here',
        remarks: 'r',
      }),
    ],
  })),
})

const modifyDataTypeCases = casesOf('modifyDataType', {
  minimal: {
    setup: 'create table md_minimal (a int)',
    changes: item('modifyDataType', { tableName: 'md_minimal', columnName: 'a', newDataType: 'bigint' }),
  },
  'every attribute': {
    setup: 'create table other.md_every (a varchar(5))',
    changes: item('modifyDataType', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'md_every',
      columnName: 'a',
      newDataType: 'VARCHAR2(50)',
    }),
  },
  'many types': {
    setup:
      "create table md_many (a text, b text, c text, d text, e text, f text, g text); insert into md_many values ('1', '2', '3', '2024-02-29', 't', '7', 'x')",
    changes: (
      [
        ['a', 'int'],
        ['b', 'decimal(10, 2)'],
        ['c', 'double'],
        ['d', 'datetime'],
        ['e', 'boolean'],
        ['f', 'serial'],
        ['g', 'clob'],
      ] as const
    ).map(([columnName, newDataType]) => item('modifyDataType', { tableName: 'md_many', columnName, newDataType })),
  },
  'text to number, with rows': {
    setup:
      "create table md_rows (a text, b text, d text, e text, g text); insert into md_rows values ('1', '2', '2024-02-29', 't', 'x')",
    changes: (
      [
        ['a', 'int'],
        ['b', 'decimal(10, 2)'],
        ['d', 'datetime'],
        ['e', 'boolean'],
        ['g', 'varchar(20)'],
      ] as const
    ).map(([columnName, newDataType]) => item('modifyDataType', { tableName: 'md_rows', columnName, newDataType })),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Md Odd`, column('Check', 'int')),
      item('modifyDataType', { tableName: `${prefix}Md Odd`, columnName: 'Check', newDataType: 'varchar(10)' }),
    ],
  })),
})

const mergeColumnsCases = casesOf('mergeColumns', {
  minimal: {
    setup:
      "create table mc_minimal (a varchar(10), b varchar(10)); insert into mc_minimal values ('x', 'y'), (null, 'z')",
    changes: item('mergeColumns', {
      tableName: 'mc_minimal',
      column1Name: 'a',
      joinString: ' ',
      column2Name: 'b',
      finalColumnName: 'c',
      finalColumnType: 'varchar(21)',
    }),
  },
  'every attribute': {
    setup: "create table other.mc_every (a text, b text); insert into other.mc_every values ('x', 'y')",
    changes: item('mergeColumns', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'mc_every',
      column1Name: 'a',
      joinString: "it''s; -- ",
      column2Name: 'b',
      finalColumnName: 'c',
      finalColumnType: 'clob',
    }),
  },
  'an empty join string': {
    setup: "create table mc_empty (a text, b text); insert into mc_empty values ('x', 'y')",
    changes: item('mergeColumns', {
      tableName: 'mc_empty',
      column1Name: 'a',
      joinString: '',
      column2Name: 'b',
      finalColumnName: 'c',
      finalColumnType: 'text',
    }),
  },
  'into one of the two': {
    setup: "create table mc_into (a text, b text); insert into mc_into values ('x', 'y')",
    changes: item('mergeColumns', {
      tableName: 'mc_into',
      column1Name: 'a',
      joinString: '+',
      column2Name: 'b',
      finalColumnName: 'a',
      finalColumnType: 'text',
    }),
    fails: true,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Mc Odd`, column('User', 'text'), column('b', 'text')),
      item(
        'insert',
        { tableName: `${prefix}Mc Odd` },
        column('User', undefined, { value: 'u' }),
        column('b', undefined, { value: 'b' }),
      ),
      item('mergeColumns', {
        tableName: `${prefix}Mc Odd`,
        column1Name: 'User',
        joinString: '→',
        column2Name: 'b',
        finalColumnName: 'Final C',
        finalColumnType: 'text',
      }),
    ],
  })),
})

export const columnCases = [...dropColumnCases, ...renameColumnCases, ...modifyDataTypeCases, ...mergeColumnsCases]
