import { item } from '../../support/changelog-document.ts'
import { casesOf, column, inEachStrategy, table } from './change-case.ts'

const addPrimaryKeyCases = casesOf('addPrimaryKey', {
  minimal: {
    setup: 'create table pk_minimal (a int)',
    changes: item('addPrimaryKey', { tableName: 'pk_minimal', columnNames: 'a' }),
  },
  'every attribute': {
    setup:
      'create table other.pk_every (a int not null, b int not null); create unique index pk_every_index on other.pk_every (a, b)',
    changes: item('addPrimaryKey', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'pk_every',
      columnNames: 'a, b',
      constraintName: 'pk_every_key',
      tablespace: 'pg_default',
      clustered: true,
      forIndexCatalogName: 'y',
      forIndexSchemaName: 'other',
      forIndexName: 'pk_every_index',
      validate: false,
    }),
  },
  'of two columns, named': {
    setup: 'create table pk_two (a int, b int)',
    changes: item('addPrimaryKey', { tableName: 'pk_two', columnNames: 'b,a', constraintName: 'pk_two_key' }),
  },
  'in a tablespace': {
    setup: 'create table pk_space (a int)',
    changes: item('addPrimaryKey', { tableName: 'pk_space', columnNames: 'a', tablespace: 'pg_default' }),
  },
  'from an index': {
    setup: 'create table pk_index (a int not null); create unique index pk_the_index on pk_index (a)',
    changes: item('addPrimaryKey', {
      tableName: 'pk_index',
      columnNames: 'a',
      constraintName: 'pk_index_key',
      forIndexName: 'pk_the_index',
    }),
  },
  clustered: {
    setup: 'create table pk_clustered (a int)',
    changes: item('addPrimaryKey', {
      tableName: 'pk_clustered',
      columnNames: 'a',
      constraintName: 'pk_clustered_key',
      clustered: true,
      validate: true,
    }),
  },
  'in another schema': {
    setup: 'create table other.pk_other (a int)',
    changes: item('addPrimaryKey', { schemaName: 'other', tableName: 'pk_other', columnNames: 'a' }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Pk Odd`, column('User', 'int'), column('b b', 'int')),
      item('addPrimaryKey', {
        tableName: `${prefix}Pk Odd`,
        columnNames: 'User, b b',
        constraintName: `${prefix}Pk Key`,
      }),
    ],
  })),
})

const dropPrimaryKeyCases = casesOf('dropPrimaryKey', {
  minimal: {
    setup: 'create table xpk_minimal (a int primary key)',
    changes: item('dropPrimaryKey', { tableName: 'xpk_minimal' }),
  },
  'every attribute': {
    setup: 'create table other.xpk_every (a int, constraint xpk_key primary key (a))',
    changes: item('dropPrimaryKey', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'xpk_every',
      constraintName: 'xpk_key',
      dropIndex: true,
    }),
  },
  'in another schema, by its table': {
    setup: 'create table other.xpk_other (a int, constraint "Odd Name" primary key (a))',
    changes: item('dropPrimaryKey', { schemaName: 'other', tableName: 'xpk_other' }),
  },
  'by its table, whose key has a name of its own': {
    setup: 'create table xpk_own (a int, constraint xpk_of_its_own primary key (a))',
    changes: item('dropPrimaryKey', { tableName: 'xpk_own', dropIndex: false }),
  },
  'that is not there': {
    setup: 'create table xpk_none (a int)',
    changes: item('dropPrimaryKey', { tableName: 'xpk_none' }),
    fails: true,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Xpk Odd`, column('a', 'int', {}, { primaryKey: true, primaryKeyName: `${prefix}Xpk Key` })),
      item('dropPrimaryKey', { tableName: `${prefix}Xpk Odd`, constraintName: `${prefix}Xpk Key` }),
    ],
  })),
  ...inEachStrategy('odd names, by the table', (prefix) => ({
    changes: [
      table(`${prefix}XpkTable`, column('a', 'int', {}, { primaryKey: true })),
      item('dropPrimaryKey', { tableName: `${prefix}XpkTable` }),
    ],
  })),
})

const addUniqueConstraintCases = casesOf('addUniqueConstraint', {
  minimal: {
    setup: 'create table uq_minimal (a int)',
    changes: item('addUniqueConstraint', { tableName: 'uq_minimal', columnNames: 'a' }),
    // Liquibase would drop a constraint called null.
    undoable: false,
  },
  'every attribute': {
    setup: 'create table other.uq_every (a int, b int)',
    changes: item('addUniqueConstraint', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'uq_every',
      columnNames: 'a, b',
      constraintName: 'uq_every_key',
      tablespace: 'pg_default',
      deferrable: true,
      initiallyDeferred: true,
      disabled: false,
      validate: true,
    }),
    fails: true,
  },
  'in a tablespace': {
    setup: 'create table uq_space (a int)',
    changes: item('addUniqueConstraint', {
      tableName: 'uq_space',
      constraintName: 'uq_space_key',
      columnNames: 'a',
      tablespace: 'pg_default',
    }),
  },
  deferrable: {
    setup: 'create table uq_deferrable (a int)',
    changes: item('addUniqueConstraint', {
      tableName: 'uq_deferrable',
      constraintName: 'uq_deferrable_key',
      columnNames: 'a',
      deferrable: true,
    }),
  },
  'initially deferred only': {
    setup: 'create table uq_deferred (a int)',
    changes: item('addUniqueConstraint', {
      tableName: 'uq_deferred',
      constraintName: 'uq_deferred_key',
      columnNames: 'a',
      initiallyDeferred: true,
    }),
  },
  disabled: {
    setup: 'create table uq_disabled (a int)',
    changes: item('addUniqueConstraint', {
      tableName: 'uq_disabled',
      constraintName: 'uq_disabled_key',
      columnNames: 'a',
      disabled: true,
    }),
  },
  'not validated': {
    setup: 'create table uq_unvalidated (a int)',
    changes: item('addUniqueConstraint', {
      tableName: 'uq_unvalidated',
      constraintName: 'uq_unvalidated_key',
      columnNames: 'a',
      validate: false,
      clustered: false,
    }),
  },
  'from an index': {
    setup: 'create table uq_index (a int); create unique index uq_the_index on uq_index (a)',
    changes: item('addUniqueConstraint', {
      tableName: 'uq_index',
      columnNames: 'a',
      constraintName: 'uq_index_key',
      forIndexName: 'uq_the_index',
      forIndexSchemaName: 'public',
      forIndexCatalogName: 'x',
    }),
    fails: true,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Uqc Odd`, column('User', 'int'), column('b b', 'int')),
      item('addUniqueConstraint', {
        tableName: `${prefix}Uqc Odd`,
        columnNames: 'User, b b',
        constraintName: `${prefix}Uqc Key`,
      }),
    ],
  })),
})

const dropUniqueConstraintCases = casesOf('dropUniqueConstraint', {
  minimal: {
    setup: 'create table xuq_minimal (a int, constraint xuq_minimal_key unique (a))',
    changes: item('dropUniqueConstraint', { tableName: 'xuq_minimal', constraintName: 'xuq_minimal_key' }),
  },
  'every attribute': {
    setup: 'create table other.xuq_every (a int, constraint xuq_every_key unique (a))',
    changes: item('dropUniqueConstraint', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'xuq_every',
      constraintName: 'xuq_every_key',
      uniqueColumns: 'a',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Xuq Odd`, column('a', 'int', {}, { unique: true, uniqueConstraintName: `${prefix}Xuq Key` })),
      item('dropUniqueConstraint', { tableName: `${prefix}Xuq Odd`, constraintName: `${prefix}Xuq Key` }),
    ],
  })),
})

export const keyCases = [
  ...addPrimaryKeyCases,
  ...dropPrimaryKeyCases,
  ...addUniqueConstraintCases,
  ...dropUniqueConstraintCases,
]
