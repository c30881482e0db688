import { item } from '../../support/changelog-document.ts'
import {
  type CaseInput,
  casesOf,
  column,
  everyAttribute,
  everyAttributeFiles,
  inEachStrategy,
  oddNames,
  table,
} from './change-case.ts'

const names: Record<string, CaseInput> = {}
for (const name of oddNames) {
  Object.assign(
    names,
    inEachStrategy(`named ${name}`, (prefix) => ({
      changes: table(`${prefix}${name}`, column(name, 'int')),
    })),
  )
}

const references = {
  setup: `create table ct_parent (id int primary key, b int unique);
    create table "ct Parent" ("Id" int primary key);
    create table other.ct_parent (id int primary key)`,
}

function constrained(name: string, constraints: Parameters<typeof column>[3], type = 'int'): CaseInput {
  return { changes: table(`ct_${name}`, column('id', 'int'), column('c', type, {}, constraints)) }
}

export const createTableCases = [
  ...casesOf('createTable', {
    minimal: { changes: table('ct_minimal', column('id', 'int')) },
    'every attribute': {
      setup: 'create table ct_every_before (id int)',
      changes: item(
        'createTable',
        {
          catalogName: 'ct_catalog',
          schemaName: 'public',
          tableName: 'ct_every',
          tablespace: 'pg_default',
          remarks: 'The table\'s remarks: "all" of them; → \\ 50 %',
          tableType: '',
          ifNotExists: true,
        },
        column('id', 'int', { remarks: "first column's remark" }, { primaryKey: true }),
        column('name', 'varchar(20)', { remarks: 'second' }),
      ),
    },
    'of type unlogged': {
      changes: item('createTable', { tableName: 'ct_type', tableType: 'UNLOGGED' }, column('id', 'int')),
    },
    'of a type that is none': {
      changes: item('createTable', { tableName: 'ct_bad_type', tableType: 'no such' }, column('id', 'int')),
      fails: true,
    },
    'of type temporary': {
      changes: item('createTable', { tableName: 'ct_temporary', tableType: 'GLOBAL TEMPORARY' }, column('id', 'int')),
      undoable: false,
    },
    'in another schema': {
      changes: item(
        'createTable',
        { schemaName: 'other', tableName: 'ct_other', remarks: 'elsewhere' },
        column('id', 'int', { autoIncrement: true, remarks: 'counted' }, { primaryKey: true }),
        column('u', 'int', {}, { unique: true }),
      ),
    },
    ...inEachStrategy('in a schema of mixed case', (prefix) => ({
      changes: item(
        'createTable',
        { schemaName: 'Mixed Schema', tableName: `${prefix}ct_mixed`, remarks: 'r' },
        column('Id', 'int', { autoIncrement: true, remarks: 'c' }, { primaryKey: true }),
      ),
    })),
    'that is there already': {
      setup: 'create table ct_there (id int)',
      changes: table('ct_there', column('id', 'int')),
      fails: true,
    },
    'that is there already, if not exists': {
      setup: 'create table ct_there_too (id int)',
      changes: item('createTable', { tableName: 'ct_there_too', ifNotExists: true }, column('other', 'int')),
      undoable: false,
    },
    'if not exists is false': {
      changes: item('createTable', { tableName: 'ct_ifne', ifNotExists: false }, column('id', 'int')),
    },
    'with three columns of one type': {
      changes: table('ct_three', column('a', 'int'), column('b', 'int'), column('c', 'int')),
    },
    'with the same column twice': { changes: table('ct_twice', column('a', 'int'), column('a', 'int')), fails: true },
    'with remarks of several lines': {
      changes: item(
        'createTable',
        { tableName: 'ct_lines', remarks: "first\nsecond 'quoted'\n\n\tfourth" },
        column('id', 'int', { remarks: 'a\nb' }),
      ),
    },
    'a column with every attribute': {
      changes: item('createTable', { tableName: 'ct_everything' }, everyAttribute('c')),
      files: everyAttributeFiles,
      fails: true,
    },
    'with empty remarks': {
      changes: item('createTable', { tableName: 'ct_no_remarks', remarks: '' }, column('id', 'int', { remarks: '' })),
    },
    ...names,
    'a primary key': constrained('pk', { primaryKey: true }),
    'a named primary key': constrained('pk_named', { primaryKey: true, primaryKeyName: 'ct_pk_Key' }),
    'a primary key in a tablespace': constrained('pk_space', {
      primaryKey: true,
      primaryKeyName: 'ct_pk_space_key',
      primaryKeyTablespace: 'pg_default',
    }),
    'a primary key of two columns': {
      changes: table(
        'ct_pk_two',
        column('a', 'int', {}, { primaryKey: true, primaryKeyName: 'ct_pk_two_key' }),
        column('b', 'int', {}, { primaryKey: true, primaryKeyName: 'ct_pk_two_other' }),
      ),
    },
    'a primary key that may be null': constrained('pk_nullable', { primaryKey: true, nullable: true }),
    'a primary key that is not validated': {
      ...constrained('pk_unvalidated', { primaryKey: true, validatePrimaryKey: false }),
      fails: true,
    },
    'a deferred primary key': constrained('pk_deferred', {
      primaryKey: true,
      deferrable: true,
      initiallyDeferred: true,
    }),
    'not null': constrained('nn', { nullable: false }),
    'not null by name': constrained('nn_named', { nullable: false, notNullConstraintName: 'ct_nn_Named' }),
    'not null, not validated': constrained('nn_unvalidated', { nullable: false, validateNullable: false }),
    'null allowed': constrained('null', { nullable: true }),
    unique: constrained('u', { unique: true }),
    'unique by name': constrained('u_named', { unique: true, uniqueConstraintName: 'ct_u Named' }),
    'unique by one name over two columns': {
      changes: table(
        'ct_u_two',
        column('a', 'int', {}, { unique: true, uniqueConstraintName: 'ct_u_two_key' }),
        column('b', 'int', {}, { unique: true, uniqueConstraintName: 'ct_u_two_key' }),
        column('c', 'int', {}, { unique: true }),
      ),
    },
    'unique and deferred': constrained('u_deferred', { unique: true, deferrable: true, initiallyDeferred: true }),
    'unique, not validated': constrained('u_unvalidated', { unique: true, validateUnique: false }),
    'unique and not null and a primary key': constrained('u_all', { unique: true, nullable: false, primaryKey: true }),
    'a check': constrained('check', { checkConstraint: 'c > 0 AND c <> 7' }),
    'a reference': {
      ...references,
      ...constrained('fk', { references: 'ct_parent(id)', foreignKeyName: 'ct_fk_key' }),
    },
    'a reference by table and column': constrained('fk_parts', {
      referencedTableName: 'ct_parent',
      referencedColumnNames: 'id',
      foreignKeyName: 'ct_fk_parts_key',
    }),
    'a reference by every part': constrained('fk_every', {
      referencedTableCatalogName: 'ct_catalog',
      referencedTableSchemaName: 'other',
      referencedTableName: 'ct_parent',
      referencedColumnNames: 'id',
      foreignKeyName: 'ct_fk_every_key',
      deleteCascade: true,
      deferrable: true,
      initiallyDeferred: true,
      validateForeignKey: false,
    }),
    'a reference with a name of mixed case': constrained('fk_mixed', {
      references: '"ct Parent"("Id")',
      foreignKeyName: 'ct Fk Key',
    }),
    'a reference that cascades': constrained('fk_cascade', {
      references: 'ct_parent(b)',
      foreignKeyName: 'ct_fk_cascade_key',
      deleteCascade: true,
    }),
    'a reference to a schema': constrained('fk_schema', {
      references: 'other.ct_parent(id)',
      foreignKeyName: 'ct_fk_schema_key',
    }),
    'a reference that is deferrable': constrained('fk_deferrable', {
      references: 'ct_parent(id)',
      foreignKeyName: 'ct_fk_deferrable_key',
      deferrable: true,
    }),
    'no constraint in constraints': constrained('none', {}),
    ...inEachStrategy('constraints with odd names', (prefix) => ({
      changes: item(
        'createTable',
        { tableName: `${prefix}Ct Odd` },
        column('Primary', 'int', {}, { primaryKey: true, primaryKeyName: `${prefix}Pk Of Odd` }),
        column('UNIQUE', 'int', {}, { unique: true, uniqueConstraintName: `${prefix}Uq Odd` }),
        column('select', 'int', { remarks: 'x' }, { nullable: false, notNullConstraintName: 'Nn Odd' }),
        column('plain', 'int', { autoIncrement: true }, { nullable: false }),
      ),
    })),
  }),
]
