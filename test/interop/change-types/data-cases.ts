import { item } from '../../support/changelog-document.ts'
import {
  type CaseInput,
  casesOf,
  column,
  everyAttribute,
  everyAttributeFiles,
  inEachStrategy,
  table,
  type ValueCase,
} from './change-case.ts'

const value = (name: string, attributes: Parameters<typeof column>[2]) => column(name, undefined, attributes)

const values: readonly ValueCase[] = [
  ['text', { value: 'plain' }],
  ['text', { value: "it's \\ → 漢 😀 %" }],
  ['text', { value: 'line\n\tline' }],
  ['text', { value: '' }],
  ['text', { value: ' blanks ' }],
  ['text', { value: 'null' }],
  ['text', { value: 'NULL' }],
  ['text', { value: 'current_date' }],
  ['text', { value: 'a; b -- c /* d */ $$ e' }],
  ['text', { value: 'x'.repeat(3000) }],
  ['text', { value: 'true' }],
  ['text', { value: '007' }],
  ['text', { value: '{d 2024-01-01}' }],
  ['int', { value: '5' }],
  ['int', { valueNumeric: 5 }],
  ['int', { valueNumeric: '-5' }],
  ['int', { valueNumeric: '(5)' }],
  ['int', { valueNumeric: 'null' }],
  ['numeric', { valueNumeric: 1.5 }],
  ['numeric', { valueNumeric: '1.50' }],
  ['numeric', { valueNumeric: '1e3' }],
  ['numeric', { valueNumeric: '+7' }],
  ['numeric', { valueNumeric: '12345678901234567890.0123456789' }],
  ['numeric', { valueNumeric: '.5' }],
  ['numeric', { valueNumeric: '1,5' }, 'fails'],
  ['double precision', { valueNumeric: '0.1' }],
  ['double precision', { valueNumeric: '1.0' }],
  ['bigint', { valueNumeric: '9223372036854775807' }],
  ['int', { valueNumeric: 'abs(-3)' }],
  ['boolean', { valueBoolean: true }],
  ['boolean', { valueBoolean: false }],
  ['boolean', { value: 'true' }],
  ['date', { valueDate: '2024-02-29' }],
  ['date', { valueDate: '2024-02-29T01:02:03' }],
  ['date', { valueDate: 'current_date' }],
  ['time', { valueDate: '01:02:03' }],
  ['timestamp', { valueDate: '2024-02-29T01:02:03' }],
  ['timestamp', { valueDate: '2024-02-29 01:02:03' }],
  ['timestamp', { valueDate: '2024-02-29T01:02:03.5' }],
  ['timestamp', { valueDate: '2024-02-29T01:02:03.123456' }],
  ['timestamp', { valueDate: '2024-02-29T01:02:03Z' }, 'fails'],
  ['timestamptz', { valueDate: '2024-02-29T01:02:03+02:00' }, 'fails'],
  ['int', { valueComputed: '1 + 2' }],
  ['text', { valueComputed: "upper('it''s')" }],
  ['text', { valueComputed: '(select max(relname) from pg_class where false)' }],
  ['bigint', { valueSequenceNext: 'in_sequence' }],
  ['bigint', { valueSequenceNext: 'In Sequence' }],
  ['bigint', { valueSequenceNext: 'in_sequence', valueComputed: 'null' }],
  ['bigint', { valueSequenceCurrent: 'in_sequence' }],
  ['bytea', { valueBlobFile: 'data/blob.bin' }],
  ['text', { valueClobFile: 'data/clob.txt' }],
  ['text', { valueClobFile: 'data/latin.txt', encoding: 'ISO-8859-1' }],
  ['text', { value: 'first', valueNumeric: 5 }],
  ['text', { type: 'varchar(5)', value: 'typed', remarks: 'unused', defaultValue: 'unused' }],
  ['text', {}],
]

const files = {
  'data/blob.bin': Buffer.from([0, 1, 2, 255, 39, 92, 10]),
  'data/clob.txt': "a clob's text →\nof two lines; -- it is\n",
  'data/latin.txt': Buffer.from('größe', 'latin1'),
}

const inserts: Record<string, CaseInput> = {}
const updates: Record<string, CaseInput> = {}
for (const [n, [type, attributes, outcome]] of values.entries()) {
  const fails = outcome === 'fails'
  const title = `${n} ${type}, ${JSON.stringify(attributes).slice(0, 60)}`
  const sequences = 'create sequence in_sequence; create sequence "In Sequence"; select nextval(\'in_sequence\');'
  inserts[title] = {
    setup: `${n === 0 ? sequences : ''} create table in_${n} (id serial, c ${type})`,
    changes: item('insert', { tableName: `in_${n}` }, value('c', attributes)),
    files,
    fails,
  }
  updates[title] = {
    setup: `create table up_${n} (id serial, c ${type}); insert into up_${n} default values`,
    changes: item('update', { tableName: `up_${n}` }, value('c', attributes)),
    files,
    fails,
  }
}

const insertCases = casesOf('insert', {
  ...inserts,
  'every attribute': {
    setup: 'create table other.in_every (a int, b text)',
    changes: item(
      'insert',
      { catalogName: 'x', schemaName: 'other', tableName: 'in_every', dbms: 'postgresql' },
      value('a', { valueNumeric: 1 }),
      value('b', { value: 'b' }),
    ),
  },
  'for another database': {
    setup: 'create table in_oracle (a int)',
    changes: item('insert', { tableName: 'in_oracle', dbms: 'oracle' }, value('a', { valueNumeric: 1 })),
  },
  'a column with every attribute': {
    changes: item('insert', { tableName: 'in_everything' }, everyAttribute('c')),
    files: everyAttributeFiles,
    fails: true,
  },
  'many rows': {
    setup: 'create table in_many (a int, b text)',
    changes: Array.from({ length: 30 }, (_, n) =>
      item('insert', { tableName: 'in_many' }, value('a', { valueNumeric: n }), value('b', { value: `row ${n}` })),
    ),
  },
  'the value as text of the column': {
    setup: 'create table in_text (a text)',
    changes: item('insert', { tableName: 'in_text' }, item('column', { name: 'a' }, 'own text')),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}In Odd`, column('User', 'int'), column('b b', 'text')),
      item(
        'insert',
        { tableName: `${prefix}In Odd` },
        value('User', { valueNumeric: 1 }),
        value('b b', { value: 'x' }),
      ),
    ],
  })),
})

const rows = (name: string) =>
  `create table ${name} (a int, b text, d date); insert into ${name} values (1, 'x'), (2, 'y'), (3, null)`

const everyParam = {
  name: 'a',
  value: 'v',
  valueNumeric: 1,
  valueBoolean: true,
  valueDate: '2024-02-29',
  valueComputed: 'a',
  valueSequenceNext: 'in_sequence',
  valueSequenceCurrent: 'in_sequence',
}

const updateCases = casesOf('update', {
  ...updates,
  'every attribute': {
    setup: rows('other.up_every'),
    changes: item(
      'update',
      { catalogName: 'x', schemaName: 'other', tableName: 'up_every' },
      value('b', { value: 'changed' }),
      item('where', {}, 'a = 1'),
    ),
  },
  'several columns, where with quotes': {
    setup: rows('up_where'),
    changes: item(
      'update',
      { tableName: 'up_where' },
      value('a', { valueComputed: 'a + 10' }),
      value('b', { value: "it's" }),
      item('where', {}, "b = 'y' or b is null and 'a;b' <> '--'"),
    ),
  },
  'where with parameters': {
    setup: rows('up_params'),
    changes: item(
      'update',
      { tableName: 'up_params' },
      value('b', { value: 'found' }),
      item('where', {}, ':name = :value or :name=:value'),
      item('whereParams', {}, item('param', { name: 'a', valueNumeric: 1 }), item('param', { name: 'b', value: 'y' })),
    ),
  },
  'where with every kind of parameter': {
    setup:
      'create table up_kinds (a int, b text, c boolean, d date, e bigint); create sequence up_sequence; insert into up_kinds values (1)',
    changes: item(
      'update',
      { tableName: 'up_kinds' },
      value('b', { value: 'found' }),
      item(
        'where',
        {},
        ':name is distinct from :value and :name is distinct from :value and :name is distinct from :value and :name is distinct from :value and 1 is not distinct from :value',
      ),
      item(
        'whereParams',
        {},
        item('param', { name: 'b', value: 'text' }),
        item('param', { name: 'c', valueBoolean: true }),
        item('param', { name: 'd', valueDate: '2024-02-29' }),
        item('param', { name: 'e', valueSequenceNext: 'up_sequence' }),
        item('param', { valueComputed: '1' }),
      ),
    ),
  },
  'a column with every attribute': {
    changes: item('update', { tableName: 'up_everything' }, everyAttribute('c')),
    files: everyAttributeFiles,
    fails: true,
  },
  'a parameter with every attribute': {
    changes: item(
      'update',
      { tableName: 'up_everything' },
      value('a', { valueNumeric: 1 }),
      item('where', {}, ':name = :value'),
      item('whereParams', {}, item('param', everyParam)),
    ),
    fails: true,
  },
  'nothing found': {
    setup: rows('up_nothing'),
    changes: item('update', { tableName: 'up_nothing' }, value('b', { value: 'z' }), item('where', {}, 'a = 99')),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Up Odd`, column('User', 'int')),
      item('update', { tableName: `${prefix}Up Odd` }, value('User', { valueNumeric: 1 }), item('where', {}, 'false')),
    ],
  })),
})

const deleteCases = casesOf('delete', {
  'a parameter with every attribute': {
    changes: item(
      'delete',
      { tableName: 'de_everything' },
      item('where', {}, ':name = :value'),
      item('whereParams', {}, item('param', everyParam)),
    ),
    fails: true,
  },
  minimal: { setup: rows('de_minimal'), changes: item('delete', { tableName: 'de_minimal' }) },
  'every attribute': {
    setup: rows('other.de_every'),
    changes: item(
      'delete',
      { catalogName: 'x', schemaName: 'other', tableName: 'de_every' },
      item('where', {}, 'a = 1'),
    ),
  },
  'where with parameters': {
    setup: rows('de_params'),
    changes: item(
      'delete',
      { tableName: 'de_params' },
      item('where', {}, ':name = :value and b = :value'),
      item('whereParams', {}, item('param', { name: 'a', valueNumeric: 1 }), item('param', { value: 'x' })),
    ),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}De Odd`, column('User', 'int')),
      item('insert', { tableName: `${prefix}De Odd` }, value('User', { valueNumeric: 1 })),
      item('delete', { tableName: `${prefix}De Odd` }),
    ],
  })),
})

export const dataCases = [...insertCases, ...updateCases, ...deleteCases]
