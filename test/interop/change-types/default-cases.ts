import { item } from '../../support/changelog-document.ts'
import { type CaseInput, casesOf, column, inEachStrategy, table, type ValueCase } from './change-case.ts'

const values: readonly ValueCase[] = [
  ['int', { defaultValueNumeric: 7 }],
  ['int', { defaultValueNumeric: '-7' }],
  ['int', { defaultValueNumeric: '(3)' }],
  ['numeric(10,2)', { defaultValueNumeric: 1.25 }],
  ['numeric', { defaultValueNumeric: '1.50' }],
  ['boolean', { defaultValueBoolean: true }],
  ['boolean', { defaultValueBoolean: false }],
  ['varchar(20)', { defaultValue: "it's \\ → 漢" }],
  ['varchar(20)', { defaultValue: 'null' }],
  ['varchar(20)', { defaultValue: 'NULL' }],
  ['varchar(20)', { defaultValue: '' }],
  ['varchar(20)', { defaultValueNumeric: 5 }],
  ['date', { defaultValueDate: '2024-02-29' }],
  ['time', { defaultValueDate: '13:14:15' }],
  ['timestamp', { defaultValueDate: '2024-02-29T13:14:15.5' }],
  ['timestamp', { defaultValueDate: 'now()' }],
  ['timestamp', { defaultValueComputed: 'now()' }],
  ['uuid', { defaultValueComputed: 'gen_random_uuid()' }],
  ['bigint', { defaultValueSequenceNext: 'dv_sequence' }],
  ['bigint', { defaultValueSequenceNext: 'Dv Sequence' }],
  ['int', { defaultValueNumeric: 1, defaultValueConstraintName: 'dv_named' }],
  ['varchar(20)', { defaultValue: '5', columnDataType: 'varchar(20)' }],
  ['int', { defaultValue: '5', columnDataType: 'int' }],
  ['timestamp', { defaultValue: '2024-02-29 01:02:03', columnDataType: 'datetime' }],
  ['bit(1)', { defaultValueBoolean: true, columnDataType: 'bit' }, 'fails'],
]

const defaults: Record<string, CaseInput> = {}
for (const [n, [type, attributes, outcome]] of values.entries()) {
  const sequences = 'create sequence dv_sequence; create sequence "Dv Sequence";'
  defaults[`${n} ${type}, ${JSON.stringify(attributes)}`] = {
    setup: `${n === 0 ? sequences : ''} create table dv_${n} (c ${type})`,
    changes: item('addDefaultValue', { tableName: `dv_${n}`, columnName: 'c', ...attributes }),
    fails: outcome === 'fails',
  }
}

const addDefaultValueCases = casesOf('addDefaultValue', {
  ...defaults,
  'every attribute but the value': {
    setup: 'create table other.dv_every (c int)',
    changes: item('addDefaultValue', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'dv_every',
      columnName: 'c',
      columnDataType: 'bigint',
      defaultValueNumeric: 3,
      defaultValueConstraintName: 'dv_every_default',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Dv Odd`, column('Default', 'int')),
      item('addDefaultValue', { tableName: `${prefix}Dv Odd`, columnName: 'Default', defaultValueNumeric: 4 }),
    ],
  })),
})

const dropDefaultValueCases = casesOf('dropDefaultValue', {
  minimal: {
    setup: 'create table dd_minimal (c int default 3)',
    changes: item('dropDefaultValue', { tableName: 'dd_minimal', columnName: 'c' }),
  },
  'every attribute': {
    setup: 'create table other.dd_every (c int default 3)',
    changes: item('dropDefaultValue', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'dd_every',
      columnName: 'c',
      columnDataType: 'int',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Dd Odd`, column('Default', 'int', { defaultValueNumeric: 1 })),
      item('dropDefaultValue', { tableName: `${prefix}Dd Odd`, columnName: 'Default' }),
    ],
  })),
})

const notNull = (tableName: string, further: Readonly<Record<string, string | boolean>> = {}) => ({
  setup: `create table ${tableName} (c varchar(20)); insert into ${tableName} values ('there'), ('here')`,
  changes: item('addNotNullConstraint', { tableName, columnName: 'c', ...further }),
})

const addNotNullConstraintCases = casesOf('addNotNullConstraint', {
  minimal: notNull('nn_minimal'),
  'every attribute': {
    setup: 'create table other.nn_every (c varchar(20)); insert into other.nn_every values (null)',
    changes: item('addNotNullConstraint', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'nn_every',
      columnName: 'c',
      columnDataType: 'varchar(20)',
      constraintName: 'nn_every_name',
      defaultNullValue: "it's",
      validate: true,
    }),
  },
  'a value for what is null': {
    setup: "create table nn_valued (c varchar(20)); insert into nn_valued values (null), ('x')",
    changes: item('addNotNullConstraint', { tableName: 'nn_valued', columnName: 'c', defaultNullValue: 'was → null' }),
  },
  'a number for what is null': {
    setup: 'create table nn_number (c int); insert into nn_number values (null), (1)',
    changes: item('addNotNullConstraint', {
      tableName: 'nn_number',
      columnName: 'c',
      columnDataType: 'int',
      defaultNullValue: '7',
    }),
  },
  'something is null': {
    setup: 'create table nn_null (c int); insert into nn_null values (null)',
    changes: item('addNotNullConstraint', { tableName: 'nn_null', columnName: 'c' }),
    fails: true,
  },
  'not validated': notNull('nn_unvalidated', { validate: false }),
  named: notNull('nn_named', { constraintName: 'Nn Named' }),
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Nn Odd`, column('Null', 'varchar(5)')),
      item('addNotNullConstraint', { tableName: `${prefix}Nn Odd`, columnName: 'Null', defaultNullValue: 'x' }),
    ],
  })),
})

const dropNotNullConstraintCases = casesOf('dropNotNullConstraint', {
  minimal: {
    setup: 'create table dn_minimal (c int not null)',
    changes: item('dropNotNullConstraint', { tableName: 'dn_minimal', columnName: 'c' }),
  },
  'every attribute': {
    setup: 'create table other.dn_every (c int not null)',
    changes: item('dropNotNullConstraint', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'dn_every',
      columnName: 'c',
      columnDataType: 'int',
      constraintName: 'dn_name',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Dn Odd`, column('Null', 'int', {}, { nullable: false })),
      item('dropNotNullConstraint', { tableName: `${prefix}Dn Odd`, columnName: 'Null' }),
    ],
  })),
})

const increment = (name: string, further: Readonly<Record<string, string | number | boolean>>, type = 'int') => ({
  setup: `create table ${name} (c ${type} not null)`,
  changes: item('addAutoIncrement', { tableName: name, columnName: 'c', ...further }),
})

const addAutoIncrementCases = casesOf('addAutoIncrement', {
  minimal: increment('ai_minimal', {}),
  'with a type': increment('ai_typed', { columnDataType: 'int' }),
  'every attribute': {
    setup: 'create table other.ai_every (c bigint not null)',
    changes: item('addAutoIncrement', {
      catalogName: 'x',
      schemaName: 'other',
      tableName: 'ai_every',
      columnName: 'c',
      columnDataType: 'bigint',
      startWith: 10,
      incrementBy: 5,
      generationType: 'BY DEFAULT',
      defaultOnNull: true,
    }),
  },
  'always generated': increment('ai_always', { columnDataType: 'int', generationType: 'ALWAYS' }),
  'a start': increment('ai_start', { columnDataType: 'bigint', startWith: 100 }, 'bigint'),
  'a step': increment('ai_step', { columnDataType: 'smallint', incrementBy: 3 }, 'smallint'),
  'over rows': {
    setup: 'create table ai_rows (c int not null); insert into ai_rows values (1), (2)',
    changes: item('addAutoIncrement', { tableName: 'ai_rows', columnName: 'c', columnDataType: 'int' }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Ai Odd`, column('User', 'int', {}, { nullable: false })),
      item('addAutoIncrement', {
        tableName: `${prefix}Ai Odd`,
        columnName: 'User',
        columnDataType: 'int',
        startWith: 3,
      }),
    ],
  })),
})

export const defaultCases = [
  ...addDefaultValueCases,
  ...dropDefaultValueCases,
  ...addNotNullConstraintCases,
  ...dropNotNullConstraintCases,
  ...addAutoIncrementCases,
]
