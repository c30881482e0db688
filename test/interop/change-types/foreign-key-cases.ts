import { item } from '../../support/changelog-document.ts'
import { casesOf, column, inEachStrategy, table } from './change-case.ts'

const parent = (name: string) => `create table ${name} (id int primary key, u int, unique (id, u))`

const addForeignKeyConstraintCases = casesOf('addForeignKeyConstraint', {
  minimal: {
    setup: `${parent('fk_parent')}; create table fk_minimal (a int)`,
    changes: item('addForeignKeyConstraint', {
      baseTableName: 'fk_minimal',
      baseColumnNames: 'a',
      constraintName: 'fk_minimal_key',
      referencedTableName: 'fk_parent',
      referencedColumnNames: 'id',
    }),
  },
  'every attribute': {
    setup: `${parent('other.fk_parent')}; create table public.fk_every (a int, b int)`,
    changes: item('addForeignKeyConstraint', {
      baseTableCatalogName: 'x',
      baseTableSchemaName: 'public',
      baseTableName: 'fk_every',
      baseColumnNames: 'a, b',
      constraintName: 'fk_every_key',
      referencedTableCatalogName: 'y',
      referencedTableSchemaName: 'other',
      referencedTableName: 'fk_parent',
      referencedColumnNames: 'id, u',
      deferrable: true,
      initiallyDeferred: true,
      onDelete: 'CASCADE',
      onUpdate: 'RESTRICT',
      validate: false,
    }),
  },
  'delete cascades': {
    setup: 'create table fk_cascade (a int)',
    changes: item('addForeignKeyConstraint', {
      baseTableName: 'fk_cascade',
      baseColumnNames: 'a',
      constraintName: 'fk_cascade_key',
      referencedTableName: 'fk_parent',
      referencedColumnNames: 'id',
      deleteCascade: true,
    }),
  },
  ...Object.fromEntries(
    ['CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', 'NO ACTION'].map((action, n) => [
      `on delete and update ${action}`,
      {
        setup: `create table fk_action_${n} (a int)`,
        changes: item('addForeignKeyConstraint', {
          baseTableName: `fk_action_${n}`,
          baseColumnNames: 'a',
          constraintName: `fk_action_${n}_key`,
          referencedTableName: 'fk_parent',
          referencedColumnNames: 'id',
          onDelete: action,
          onUpdate: action,
        }),
      },
    ]),
  ),
  'both deferrable and not': {
    setup: 'create table fk_not_deferrable (a int)',
    changes: item('addForeignKeyConstraint', {
      baseTableName: 'fk_not_deferrable',
      baseColumnNames: 'a',
      constraintName: 'fk_not_deferrable_key',
      referencedTableName: 'fk_parent',
      referencedColumnNames: 'id',
      deferrable: false,
      initiallyDeferred: false,
      referencesUniqueColumn: true,
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Fk Parent`, column('Id', 'int', {}, { primaryKey: true })),
      table(`${prefix}Fk Child`, column('User', 'int')),
      item('addForeignKeyConstraint', {
        baseTableName: `${prefix}Fk Child`,
        baseColumnNames: 'User',
        constraintName: `${prefix}Fk Key`,
        referencedTableName: `${prefix}Fk Parent`,
        referencedColumnNames: 'Id',
      }),
    ],
  })),
})

const child = (name: string, ...keys: readonly string[]) =>
  `create table ${name} (a int, ${keys.map((key) => `constraint "${key}" foreign key (a) references fk_parent`).join(', ')})`

const dropForeignKeyCases = [
  ...casesOf('dropForeignKeyConstraint', {
    minimal: {
      setup: child('xfk_minimal', 'xfk_minimal_key'),
      changes: item('dropForeignKeyConstraint', { baseTableName: 'xfk_minimal', constraintName: 'xfk_minimal_key' }),
    },
    'every attribute': {
      setup: child('other.xfk_every', 'xfk_every_key'),
      changes: item('dropForeignKeyConstraint', {
        baseTableCatalogName: 'x',
        baseTableSchemaName: 'other',
        baseTableName: 'xfk_every',
        constraintName: 'xfk_every_key',
      }),
    },
    ...inEachStrategy('odd names', (prefix) => ({
      setup: child(`"${prefix}Xfk Odd"`, `${prefix}Xfk Key`),
      changes: item('dropForeignKeyConstraint', {
        baseTableName: `${prefix}Xfk Odd`,
        constraintName: `${prefix}Xfk Key`,
      }),
    })),
  }),
  ...casesOf('dropAllForeignKeyConstraints', {
    minimal: {
      setup: child('afk_minimal', 'afk_one', 'Afk Two'),
      changes: item('dropAllForeignKeyConstraints', { baseTableName: 'afk_minimal' }),
    },
    'every attribute': {
      setup: child('other.afk_every', 'afk_every'),
      changes: item('dropAllForeignKeyConstraints', {
        baseTableCatalogName: 'x',
        baseTableSchemaName: 'other',
        baseTableName: 'afk_every',
      }),
    },
    'where there are none': {
      setup: 'create table afk_none (a int)',
      changes: item('dropAllForeignKeyConstraints', { baseTableName: 'afk_none' }),
    },
    'of a table made in the same changeset': {
      changes: [
        item(
          'createTable',
          { tableName: 'afk_fresh' },
          column('a', 'int', {}, { references: 'fk_parent(id)', foreignKeyName: 'afk_fresh_key' }),
        ),
        item('dropAllForeignKeyConstraints', { baseTableName: 'afk_fresh' }),
      ],
    },
    ...inEachStrategy('odd names', (prefix) => ({
      setup: child(`"${prefix}Afk Odd"`, `${prefix}Afk Key`),
      changes: item('dropAllForeignKeyConstraints', { baseTableName: `${prefix}Afk Odd` }),
    })),
  }),
]

export const foreignKeyCases = [...addForeignKeyConstraintCases, ...dropForeignKeyCases]
