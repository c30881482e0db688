import { item } from '../../support/changelog-document.ts'
import { casesOf, column, inEachStrategy, table } from './change-case.ts'

const dropTableCases = casesOf('dropTable', {
  minimal: { setup: 'create table dt_minimal (id int)', changes: item('dropTable', { tableName: 'dt_minimal' }) },
  'every attribute': {
    setup: 'create table other.dt_every (id int); create view dt_every_view as select id from other.dt_every',
    changes: item('dropTable', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'dt_every',
      cascadeConstraints: true,
    }),
  },
  'something depends on': {
    setup: 'create table dt_used (id int primary key); create table dt_using (id int references dt_used)',
    changes: item('dropTable', { tableName: 'dt_used', cascadeConstraints: false }),
    fails: true,
  },
  'that is not there': { changes: item('dropTable', { tableName: 'dt_none' }), fails: true },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Dt Odd`, column('id', 'int')),
      table(`${prefix}dt_KEPT`, column('id', 'int')),
      item('dropTable', { tableName: `${prefix}Dt Odd` }),
    ],
  })),
})

const renameTableCases = casesOf('renameTable', {
  minimal: {
    setup: 'create table rt_minimal (id int)',
    changes: item('renameTable', { oldTableName: 'rt_minimal', newTableName: 'rt_renamed' }),
  },
  'every attribute': {
    setup: 'create table other.rt_every (id serial primary key)',
    changes: item('renameTable', {
      catalogName: 'x',
      schemaName: 'other',
      oldTableName: 'rt_every',
      newTableName: 'rt_every_renamed',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Rt Odd`, column('id', 'int')),
      item('renameTable', { oldTableName: `${prefix}Rt Odd`, newTableName: `${prefix}Rt New` }),
    ],
  })),
})

const setTableRemarksCases = casesOf('setTableRemarks', {
  minimal: {
    setup: 'create table tr_minimal (id int)',
    changes: item('setTableRemarks', { tableName: 'tr_minimal', remarks: 'a remark' }),
  },
  'every attribute': {
    setup: 'create table other.tr_every (id int)',
    changes: item('setTableRemarks', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'tr_every',
      remarks: 'it\'s "all"\nof \\ them → 漢',
    }),
  },
  'no remarks': {
    setup: "create table tr_none (id int); comment on table tr_none is 'there'",
    changes: item('setTableRemarks', { tableName: 'tr_none' }),
  },
  'empty remarks': {
    setup: "create table tr_empty (id int); comment on table tr_empty is 'there'",
    changes: item('setTableRemarks', { tableName: 'tr_empty', remarks: '' }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Tr Odd`, column('id', 'int')),
      item('setTableRemarks', { tableName: `${prefix}Tr Odd`, remarks: 'odd' }),
    ],
  })),
})

const setColumnRemarksCases = casesOf('setColumnRemarks', {
  minimal: {
    setup: 'create table cr_minimal (id int)',
    changes: item('setColumnRemarks', { tableName: 'cr_minimal', columnName: 'id', remarks: 'a remark' }),
  },
  'every attribute': {
    setup: 'create table other.cr_every (id int); create view other.cr_view as select 1 as id',
    changes: [
      item('setColumnRemarks', {
        catalogName: 'x',
        schemaName: 'other',
        tableName: 'cr_every',
        columnName: 'id',
        remarks: 'it\'s "all"\nof \\ them → 漢',
        columnDataType: 'int',
        columnParentType: 'TABLE',
      }),
      item('setColumnRemarks', {
        schemaName: 'other',
        tableName: 'cr_view',
        columnName: 'id',
        remarks: "a view's",
        columnParentType: 'VIEW',
      }),
    ],
  },
  'no remarks': {
    setup: "create table cr_none (id int); comment on column cr_none.id is 'there'",
    changes: item('setColumnRemarks', { tableName: 'cr_none', columnName: 'id' }),
  },
  'empty remarks': {
    setup: "create table cr_empty (id int); comment on column cr_empty.id is 'there'",
    changes: item('setColumnRemarks', { tableName: 'cr_empty', columnName: 'id', remarks: '' }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Cr Odd`, column('Desc', 'int')),
      item('setColumnRemarks', { tableName: `${prefix}Cr Odd`, columnName: 'Desc', remarks: 'odd' }),
    ],
  })),
})

export const tableCases = [...dropTableCases, ...renameTableCases, ...setTableRemarksCases, ...setColumnRemarksCases]
