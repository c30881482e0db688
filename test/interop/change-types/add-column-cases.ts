import { item } from '../../support/changelog-document.ts'
import { casesOf, column, everyAttribute, everyAttributeFiles, inEachStrategy, table } from './change-case.ts'

export const addColumnCases = casesOf('addColumn', {
  minimal: {
    setup: 'create table ac_minimal (id int)',
    changes: item('addColumn', { tableName: 'ac_minimal' }, column('c', 'int')),
  },
  'every attribute of the change': {
    setup: 'create table other.ac_every (id int)',
    changes: item(
      'addColumn',
      { catalogName: 'ac_catalog', schemaName: 'other', tableName: 'ac_every' },
      column('c', 'varchar(10)', { remarks: "it's a remark", defaultValue: 'x' }, { nullable: false }),
    ),
  },
  'several columns with constraints': {
    setup: 'create table ac_parent (id int primary key); create table ac_several (z int)',
    changes: item(
      'addColumn',
      { tableName: 'ac_several' },
      column(
        'a',
        'int',
        { autoIncrement: true, startWith: 5, incrementBy: 2 },
        { primaryKey: true, primaryKeyName: 'ac_pk' },
      ),
      column('b', 'int', {}, { unique: true, uniqueConstraintName: 'ac_uq' }),
      column('c', 'int', {}, { references: 'ac_parent(id)', foreignKeyName: 'ac_fk', deleteCascade: true }),
      column('d', 'varchar(5)', { defaultValue: 'd', remarks: 'remarks of d' }, { nullable: false }),
      column('e', 'timestamp', { defaultValueComputed: 'now()' }),
      column('f', 'int', {}, { checkConstraint: 'f > 1' }),
    ),
  },
  'every attribute of a constraint': {
    setup: 'create table ac_parent2 (id int primary key); create table ac_constrained (z int)',
    changes: item(
      'addColumn',
      { tableName: 'ac_constrained' },
      column('a', 'int', {}, { nullable: false, notNullConstraintName: 'ac_nn', validateNullable: true }),
      column(
        'b',
        'int',
        {},
        { nullable: true, unique: true, validateUnique: false, deferrable: true, initiallyDeferred: true },
      ),
      column(
        'c',
        'int',
        {},
        {
          referencedTableCatalogName: 'x',
          referencedTableSchemaName: 'other',
          referencedTableName: 'ac_parent2',
          referencedColumnNames: 'id',
          foreignKeyName: 'ac_fk2',
          deferrable: true,
          initiallyDeferred: true,
          validateForeignKey: false,
        },
      ),
      column(
        'd',
        'int',
        {},
        { primaryKey: true, primaryKeyName: 'ac_pk2', primaryKeyTablespace: 'pg_default', validatePrimaryKey: true },
      ),
    ),
  },
  'a column with every attribute': {
    changes: item('addColumn', { tableName: 'ac_everything' }, everyAttribute('c')),
    files: everyAttributeFiles,
    fails: true,
  },
  'a primary key that may be null': {
    setup: 'create table ac_pk_null (z int)',
    changes: item(
      'addColumn',
      { tableName: 'ac_pk_null' },
      column('a', 'int', {}, { primaryKey: true, nullable: true }),
    ),
  },
  'a value for the rows that are there': {
    setup: 'create table ac_valued (id int); insert into ac_valued values (1), (2)',
    changes: item(
      'addColumn',
      { tableName: 'ac_valued' },
      column('a', 'varchar(20)', { value: "it's" }),
      column('b', 'int', { valueNumeric: 5 }, { nullable: false }),
      column('c', 'boolean', { valueBoolean: true }),
      column('d', 'timestamp', { valueDate: '2024-02-29T01:02:03' }),
      column('e', 'int', { valueComputed: 'id * 10' }),
      column('f', 'int', { value: 'null' }),
    ),
    // The inverse of a value is none.
    undoable: true,
  },
  'a default for the rows that are there': {
    setup: 'create table ac_default (id int); insert into ac_default values (1)',
    changes: item(
      'addColumn',
      { tableName: 'ac_default' },
      column('a', 'int', { defaultValueNumeric: 3 }, { nullable: false }),
    ),
  },
  'not null without a default, over rows': {
    setup: 'create table ac_rows (id int); insert into ac_rows values (1)',
    changes: item('addColumn', { tableName: 'ac_rows' }, column('a', 'int', {}, { nullable: false })),
    fails: true,
  },
  'a column that is there': {
    setup: 'create table ac_there (a int)',
    changes: item('addColumn', { tableName: 'ac_there' }, column('a', 'int')),
    fails: true,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Ac Odd`, column('id', 'int')),
      item(
        'addColumn',
        { tableName: `${prefix}Ac Odd` },
        column('Group', 'int', { remarks: 'x' }, { unique: true, uniqueConstraintName: `${prefix}Uq Ac` }),
        column('With Blank', 'varchar(5)', { value: 'v' }),
        column('lower', 'int', { autoIncrement: true }),
      ),
    ],
  })),
})
