import { item } from '../../support/changelog-document.ts'
import {
  type CaseInput,
  casesOf,
  column,
  everyAttribute,
  everyAttributeFiles,
  inEachStrategy,
  table,
} from './change-case.ts'

const associated: Record<string, CaseInput> = {}
for (const [n, associatedWith] of ['foreignKey', 'primaryKey', 'uniqueConstraint', 'none'].entries()) {
  associated[`associated with ${associatedWith}`] = {
    setup: `create table ix_assoc_${n} (a int)`,
    changes: item(
      'createIndex',
      { indexName: `ix_assoc_${n}_index`, tableName: `ix_assoc_${n}`, associatedWith },
      column('a'),
    ),
    // Nothing was made, and Liquibase drops it all the same.
    undoable: associatedWith === 'none',
  }
}

const createIndexCases = casesOf('createIndex', {
  minimal: {
    setup: 'create table ix_minimal (a int)',
    changes: item('createIndex', { indexName: 'ix_minimal_index', tableName: 'ix_minimal' }, column('a')),
  },
  'every attribute': {
    setup: 'create table other.ix_every (a int, b text, c int)',
    changes: item(
      'createIndex',
      {
        catalogName: 'x',
        schemaName: 'other',
        indexName: 'ix_every_index',
        tableName: 'ix_every',
        tablespace: 'pg_default',
        unique: true,
        clustered: true,
        associatedWith: '',
      },
      column('a', 'int', { descending: true }),
      column('lower(b)', undefined, { computed: true }),
      column('c', undefined, { descending: false }),
    ),
  },
  'not unique': {
    setup: 'create table ix_plain (a int)',
    changes: item(
      'createIndex',
      { indexName: 'ix_plain_index', tableName: 'ix_plain', unique: false, clustered: false },
      column('a'),
    ),
  },
  'a function that is not said to be computed': {
    setup: 'create table ix_function (a text)',
    changes: item('createIndex', { indexName: 'ix_function_index', tableName: 'ix_function' }, column('lower(a)')),
  },
  'a direction in the name': {
    setup: 'create table ix_direction (a int)',
    changes: item('createIndex', { indexName: 'ix_direction_index', tableName: 'ix_direction' }, column('a DESC')),
    fails: true,
  },
  'a column with every attribute': {
    changes: item('createIndex', { indexName: 'ix_everything_index', tableName: 'ix_everything' }, everyAttribute('c')),
    files: everyAttributeFiles,
    fails: true,
  },
  'an operator class': {
    setup: 'create table ix_class (a text)',
    changes: item(
      'createIndex',
      { indexName: 'ix_class_index', tableName: 'ix_class' },
      column('a text_pattern_ops', undefined, { computed: true }),
    ),
  },
  ...associated,
  'a column with a type and constraints': {
    setup: 'create table ix_typed (a int)',
    changes: item(
      'createIndex',
      { indexName: 'ix_typed_index', tableName: 'ix_typed' },
      column('a', 'int', { remarks: 'unused', value: 'unused' }, { nullable: false }),
    ),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Ix Odd`, column('User', 'int'), column('b b', 'int')),
      item(
        'createIndex',
        { indexName: `${prefix}Ix Index`, tableName: `${prefix}Ix Odd` },
        column('User'),
        column('b b', undefined, { descending: true }),
      ),
    ],
  })),
})

const dropIndexCases = casesOf('dropIndex', {
  minimal: {
    setup: 'create table xix_minimal (a int); create index xix_minimal_index on xix_minimal (a)',
    changes: item('dropIndex', { indexName: 'xix_minimal_index', tableName: 'xix_minimal' }),
  },
  'every attribute': {
    setup: 'create table other.xix_every (a int); create index xix_every_index on other.xix_every (a)',
    changes: item('dropIndex', {
      catalogName: 'x',
      schemaName: 'other',
      indexName: 'xix_every_index',
      tableName: 'xix_every',
      associatedWith: '',
    }),
  },
  'associated with a key': {
    setup: 'create table xix_assoc (a int); create index xix_assoc_index on xix_assoc (a)',
    changes: item('dropIndex', { indexName: 'xix_assoc_index', tableName: 'xix_assoc', associatedWith: 'foreignKey' }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      table(`${prefix}Xix Odd`, column('a', 'int')),
      item('createIndex', { indexName: `${prefix}Xix Index`, tableName: `${prefix}Xix Odd` }, column('a')),
      item('dropIndex', { indexName: `${prefix}Xix Index`, tableName: `${prefix}Xix Odd` }),
    ],
  })),
})

const createSequenceCases = casesOf('createSequence', {
  minimal: { changes: item('createSequence', { sequenceName: 'sq_minimal' }) },
  'every attribute': {
    changes: item('createSequence', {
      catalogName: 'x',
      schemaName: 'other',
      sequenceName: 'sq_every',
      startValue: 10,
      incrementBy: 5,
      minValue: 1,
      maxValue: 1000,
      cacheSize: 20,
      cycle: true,
      dataType: 'int',
    }),
  },
  'every attribute as text': {
    changes: item('createSequence', {
      sequenceName: 'sq_text',
      startValue: '0010',
      incrementBy: '-1',
      minValue: '-1000',
      maxValue: '9223372036854775807',
      cacheSize: '1',
      cycle: 'false',
      dataType: 'bigint',
    }),
  },
  'a type with a length': {
    changes: item('createSequence', { sequenceName: 'sq_length', dataType: 'number(10)' }),
    fails: true,
  },
  'a small type': {
    changes: item('createSequence', { sequenceName: 'sq_small', dataType: 'smallint', startValue: 2 }),
  },
  'no cache': { changes: item('createSequence', { sequenceName: 'sq_uncached', cacheSize: 0 }) },
  'that is there': {
    setup: 'create sequence sq_there',
    changes: item('createSequence', { sequenceName: 'sq_there' }),
    undoable: false,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: item('createSequence', { sequenceName: `${prefix}Sq Odd`, startValue: 3 }),
  })),
})

const alterSequenceCases = casesOf('alterSequence', {
  minimal: {
    setup: 'create sequence as_minimal',
    changes: item('alterSequence', { sequenceName: 'as_minimal', incrementBy: 2, startValue: 5 }),
  },
  'every attribute': {
    setup: 'create sequence other.as_every',
    changes: item('alterSequence', {
      catalogName: 'x',
      schemaName: 'other',
      sequenceName: 'as_every',
      incrementBy: 3,
      minValue: 1,
      maxValue: 500,
      cacheSize: 7,
      cycle: true,
      dataType: 'int',
    }),
  },
  'does not cycle any more': {
    setup: 'create sequence as_cycle cycle',
    changes: item('alterSequence', { sequenceName: 'as_cycle', cycle: false, incrementBy: 1 }),
  },
  ordered: {
    setup: 'create sequence as_ordered',
    changes: item('alterSequence', { sequenceName: 'as_ordered', ordered: true, incrementBy: 4 }),
    fails: true,
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      item('createSequence', { sequenceName: `${prefix}As Odd` }),
      item('alterSequence', { sequenceName: `${prefix}As Odd`, maxValue: 77 }),
    ],
  })),
})

const dropSequenceCases = casesOf('dropSequence', {
  minimal: { setup: 'create sequence xs_minimal', changes: item('dropSequence', { sequenceName: 'xs_minimal' }) },
  'every attribute': {
    setup: 'create sequence other.xs_every',
    // The schema knows what a sequence has, whatever is to be done with it.
    changes: item('dropSequence', {
      catalogName: 'x',
      schemaName: 'other',
      sequenceName: 'xs_every',
      startValue: 1,
      incrementBy: 1,
      minValue: 1,
      maxValue: 9,
      cacheSize: 2,
      ordered: true,
      cycle: true,
      dataType: 'int',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      item('createSequence', { sequenceName: `${prefix}Xs Odd` }),
      item('dropSequence', { sequenceName: `${prefix}Xs Odd` }),
    ],
  })),
})

const renameSequenceCases = casesOf('renameSequence', {
  minimal: {
    setup: 'create sequence rs_minimal',
    changes: item('renameSequence', { oldSequenceName: 'rs_minimal', newSequenceName: 'rs_renamed' }),
  },
  'every attribute': {
    setup: 'create sequence other.rs_every',
    changes: item('renameSequence', {
      catalogName: 'x',
      schemaName: 'other',
      oldSequenceName: 'rs_every',
      newSequenceName: 'rs_every_renamed',
    }),
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: [
      item('createSequence', { sequenceName: `${prefix}Rs Odd` }),
      item('renameSequence', { oldSequenceName: `${prefix}Rs Odd`, newSequenceName: `${prefix}Rs New` }),
    ],
  })),
})

export const objectCases = [
  ...createIndexCases,
  ...dropIndexCases,
  ...createSequenceCases,
  ...alterSequenceCases,
  ...dropSequenceCases,
  ...renameSequenceCases,
]
