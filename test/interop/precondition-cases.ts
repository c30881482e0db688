/** A condition by Liquibase's names. */
export interface Condition {
  readonly kind: string
  readonly fields: Readonly<Record<string, string>>
}

function conditions(kind: string, ...all: readonly Readonly<Record<string, string>>[]): Condition[] {
  return all.map((fields) => ({ kind, fields }))
}

/** Every combination: each list names the values of a field, `undefined` leaves it out. */
function every(kind: string, choices: Readonly<Record<string, readonly (string | undefined)[]>>): Condition[] {
  let all: Record<string, string>[] = [{}]
  for (const [name, values] of Object.entries(choices)) {
    all = all.flatMap((fields) => values.map((value) => (value === undefined ? fields : { ...fields, [name]: value })))
  }
  return conditions(kind, ...all)
}

const relations = ['small', 'SMALL', 'Small', 'Mixed', 'mixed', 'MIXED', 'UPPER', 'upper', 'with space', 'with-dash']
const odd = ['WITH-DASH', 'dup', 'Dup', 'user', 'USER', '1num', 'small%', 'sm_ll', ' small', 'a"b', 'ab', '"Mixed"', '']
const kinds = ['parted', 'parted_1', 'ft', 'unl', 'v', 'V', 'Vmixed', 'vmixed', 'mv', 's1', 'comptype', 'passing']
const elsewhere = ['hidden', 'no_such', 'pg_class', 'tables', 'databasechangelog', 'DATABASECHANGELOG', 'ÄÖ', 'äö']
const names = [...relations, ...odd, ...kinds, ...elsewhere]
const schemas = ['', ' ', ' public ', 'public', 'PUBLIC', 'Public', 'other', 'OTHER', 'MixedSchema', 'no_such']

/** Conditions in many spellings, on what `ground.sql` makes; what each comes to is for Liquibase to say. */
export const cases: Readonly<Record<string, readonly Condition[]>> = {
  tableExists: [
    ...every('tableExists', { tableName: names, schemaName: [undefined, 'other'] }),
    ...every('tableExists', { tableName: ['small'], schemaName: schemas, catalogName: [undefined, 'no_such'] }),
    ...every('tableExists', { tableName: ['pg_class'], schemaName: ['pg_catalog'] }),
  ],
  viewExists: [
    ...every('viewExists', { viewName: names }),
    ...every('viewExists', { viewName: ['v', 'OV'], schemaName: schemas }),
  ],
  sequenceExists: [
    ...every('sequenceExists', { sequenceName: ['s1', 'S1', 'S2', 's2', 'os', 'idt_id_seq', 'small', ''] }),
    ...every('sequenceExists', { sequenceName: ['s1', 'os'], schemaName: schemas }),
  ],
  columnExists: [
    ...every('columnExists', {
      tableName: [...relations.slice(0, 9), 'v', 'mv', 'mv_i', 'ft', 's1', 'comptype', 'rls', 'passing', 'ÄÖ'],
      columnName: ['id', 'ID', 'Col', 'COL', 'n', 'a', 'gone', 'ctid', 'no_such', 'a b', 'A B', 'lower(id)'],
    }),
    ...every('columnExists', {
      tableName: ['small', 'MIXED', 'V', 'MV', 'mv_i', 'ft', 'FT', 's1', 'comptype', 'rls', 'passing', 'äö'],
      columnName: ['id', 'COL', 'N', 'a', 'gone', 'ctid'],
      catalogName: ['x'],
    }),
    ...every('columnExists', { tableName: ['small'], columnName: ['id'], schemaName: schemas }),
    ...every('columnExists', { tableName: ['with space'], columnName: ['a b'], schemaName: schemas }),
  ],
  'rowCount and tableIsEmpty': [
    ...every('rowCount', {
      tableName: [
        'filled',
        'FILLED',
        'Mixed',
        'mixed',
        'UPPER',
        'with space',
        'with-dash',
        'v',
        'no_such',
        'user',
        'passing',
      ],
      expectedRows: ['0', '2', '+2', '-2'],
    }),
    ...every('tableIsEmpty', {
      tableName: [
        'small',
        'filled',
        'Mixed',
        'UPPER',
        'v',
        'mv',
        'hidden',
        'other.hidden',
        'a"b',
        '1num',
        'select',
        '',
      ],
    }),
    ...every('rowCount', { tableName: ['filled', 'hidden'], expectedRows: ['0', '2'], schemaName: schemas }),
    ...conditions('rowCount', { tableName: 'filled' }, { expectedRows: '2' }, {}),
    ...conditions('tableIsEmpty', {}, { tableName: 'filled; drop table small' }),
  ],
  foreignKeyConstraintExists: [
    ...every('foreignKeyConstraintExists', {
      foreignKeyName: [
        'child_fk',
        'CHILD_FK',
        'FkMixed',
        'fkmixed',
        'same_fk',
        'other_fk',
        'plain_child_pid_fkey',
        'parent_pk',
        '',
      ],
      foreignKeyTableName: [undefined, 'Child', 'CHILD', 'PLAIN_CHILD', 'Plain_Child', ''],
    }),
    ...every('foreignKeyConstraintExists', { foreignKeyName: ['child_fk', 'other_fk'], schemaName: schemas }),
  ],
  primaryKeyExists: [
    ...every('primaryKeyExists', {
      primaryKeyName: [undefined, 'parent_pk', 'PARENT_PK', 'mix_pk', 'passing_pkey', ''],
      tableName: [undefined, 'parent', 'PARENT', 'Parent', 'MIXED', 'parted', ''],
    }),
    ...every('primaryKeyExists', { tableName: ['parent', 'hidden'], schemaName: schemas }),
    ...every('primaryKeyExists', { primaryKeyName: ['hidden_pkey'], schemaName: schemas }),
  ],
  'indexExists by name': [
    ...every('indexExists', {
      indexName: [
        'comp_c',
        'COMP_C',
        'Comp_C',
        'CompMixed',
        'compmixed',
        'COMP_UP',
        'comp_up',
        'comp_pk',
        'comp_inc',
        'mv_i',
        'parted_pkey',
        'IX-DASH',
        'ix-dash',
        'TABLE',
        'table',
        '2num',
        '2NUM',
        '',
      ],
      tableName: [undefined, 'comp', 'COMP', 'mv', 'ix'],
      columnNames: [undefined, 'c, d'],
    }),
    ...every('indexExists', { indexName: ['omix_i', 'comp_c'], schemaName: schemas }),
    ...every('indexExists', { indexName: ['comp_c'], tableName: ['comp'], schemaName: schemas }),
  ],
  'indexExists by columns': [
    ...every('indexExists', {
      tableName: ['comp', 'COMP', 'Mixed', 'mixed', 'ix', 'parted', 'mv'],
      columnNames: [
        'c',
        'C',
        'c,d',
        'c , d',
        'd,c',
        'c,b',
        'd',
        'a,b',
        'b,a',
        'a',
        ' c',
        'c ',
        'lower((c)::text)',
        'Col,other',
        'col',
        'r DESC,p',
        'r,p',
        'q,((p + 1))',
        'p,q',
        'id',
        'n',
        ',',
        'a,,b',
        '',
      ],
    }),
    ...conditions(
      'indexExists',
      { columnNames: 'c' },
      { tableName: 'comp' },
      {},
      { schemaName: 'other', tableName: 'hidden', columnNames: 'a' },
    ),
  ],
  'uniqueConstraintExists by name': [
    ...every('uniqueConstraintExists', {
      constraintName: [
        'comp_uc',
        'COMP_UC',
        'UcMixed',
        'ucmixed',
        'comp_a_c_key',
        'comp_pk',
        'comp_u',
        'comp_check',
        'same_fk',
        'UC-UP',
        'UT_UC',
        ' comp_uc ',
        "x'y",
        '',
      ],
      tableName: ['comp', 'COMP', 'Comp', 'plain_child', 'UT', 'ut', ' comp '],
      columnNames: [undefined, 'd,b', 'a'],
    }),
    ...every('uniqueConstraintExists', {
      constraintName: ['hid_u'],
      tableName: ['hidden'],
      schemaName: schemas,
      catalogName: [undefined, 'x'],
    }),
  ],
  'uniqueConstraintExists by columns': [
    ...every('uniqueConstraintExists', {
      tableName: [
        'comp',
        'COMP',
        'parent',
        'plain_child',
        'Mixed',
        'mixed',
        'onlyfk',
        'onlypk',
        'ONLYPK',
        'OnlyPk',
        'onlyuq',
        'UT',
      ],
      columnNames: [
        undefined,
        'd,b',
        'D, B',
        'b,d',
        'd',
        'a,c',
        ' a,c',
        'a,b',
        'k',
        'col',
        'pid',
        'x',
        'x,y',
        'X,Y',
        'x,YY',
        '',
      ],
    }),
    ...every('uniqueConstraintExists', { tableName: ['comp'], columnNames: ['d,b'], schemaName: schemas }),
    ...every('uniqueConstraintExists', { tableName: ['hidden'], columnNames: ['a', 'id'], schemaName: schemas }),
  ],
  'what is known beforehand': [
    ...every('dbms', {
      type: [
        '',
        ' ',
        ',',
        ' postgresql ',
        'postgres',
        'oracle,!postgresql',
        '!oracle,postgresql',
        'all,none',
        'none',
        'ALL',
        '!all',
        'postgresql,!postgresql',
        '!mysql,!oracle',
        'edb',
        '! postgresql',
      ],
    }),
    ...every('runningAs', { username: ['no one', '', ' postgres'] }),
    ...every('expectedQuotingStrategy', { strategy: ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS'] }),
    ...conditions(
      'changeSetExecuted',
      { id: 'ground', author: 'kim' },
      { id: 'GROUND', author: 'Kim' },
      { id: 'ground', author: 'kim', changeLogFile: '' },
      { id: 'no', author: 'kim' },
    ),
  ],
}
