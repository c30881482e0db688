import fc from 'fast-check'
import { type Item, item } from '../../support/changelog-document.ts'
import { awkwardText, type Family, valueFor } from './arbitrary-values.ts'
import {
  type Attributes,
  chance,
  type Draw,
  type Ground,
  type KnownTable,
  maybe,
  newName,
  pick,
  someColumn,
  someColumns,
  someTable,
} from './ground.ts'
import type { Step } from './table-changes.ts'

function valuesOf(ground: Ground, table: KnownTable): readonly Item[] {
  return someColumns(ground, table).map(({ name, family }) =>
    item('column', { name, ...ground.draw(valueFor(family, '')) }),
  )
}

function insert(ground: Ground): Item {
  const table = someTable(ground)
  const dbms = maybe(ground.draw, 10, () =>
    ground.draw(fc.constantFrom('postgresql', 'oracle', '!oracle', 'h2, postgresql')),
  )
  return item('insert', { tableName: table.name, dbms }, ...valuesOf(ground, table))
}

/** Where text stands in for a column's name, it is taken as it is. */
const conditions = fc.constantFrom('1 = 1', 'true', "'a;b' <> '--'", 'false', '1 < 2 and 2 > 1')

function whereOf(draw: Draw): readonly Item[] {
  if (chance(draw, 30)) return []
  if (chance(draw, 60)) return [item('where', {}, draw(conditions))]
  const params = item(
    'whereParams',
    {},
    item('param', { value: draw(awkwardText) }),
    item('param', { valueNumeric: draw(fc.integer()) }),
  )
  return [item('where', {}, "':x' <> :value and :value is not null"), params]
}

function update(ground: Ground): Item {
  const table = someTable(ground)
  return item('update', { tableName: table.name }, ...valuesOf(ground, table), ...whereOf(ground.draw))
}

function deleteRows(ground: Ground): Item {
  return item('delete', { tableName: someTable(ground).name }, ...whereOf(ground.draw))
}

function createIndex(ground: Ground): Item {
  const { draw } = ground
  const table = someTable(ground)
  const columns = someColumns(ground, table).map(({ name }) =>
    item('column', { name, descending: maybe(draw, 20, () => draw(fc.boolean())) }),
  )
  const attributes = {
    unique: maybe(draw, 30, () => draw(fc.boolean())),
    clustered: maybe(draw, 10, () => draw(fc.boolean())),
    tablespace: maybe(draw, 5, () => 'pg_default'),
    associatedWith: maybe(draw, 5, () => draw(fc.constantFrom('foreignKey', 'none'))),
  }
  return item('createIndex', { indexName: newName(ground, 'i'), tableName: table.name, ...attributes }, ...columns)
}

function sequenceAttributes(draw: Draw): Attributes {
  const number = (min: number, max: number) => draw(fc.integer({ min, max }))
  return {
    incrementBy: maybe(draw, 50, () => number(1, 9)),
    minValue: maybe(draw, 30, () => number(-9, 1)),
    maxValue: maybe(draw, 30, () => number(100, 30000)),
    cacheSize: maybe(draw, 30, () => number(0, 20)),
    cycle: maybe(draw, 30, () => draw(fc.boolean())),
    dataType: maybe(draw, 20, () => draw(fc.constantFrom('int', 'bigint', 'smallint'))),
  }
}

function createSequence(ground: Ground): Item {
  const sequenceName = newName(ground, 's')
  ground.sequences.push(sequenceName)
  const startValue = maybe(ground.draw, 40, () => ground.draw(fc.integer({ min: 1, max: 50 })))
  return item('createSequence', { sequenceName, startValue, ...sequenceAttributes(ground.draw) })
}

/** A change of a sequence or view, which is made first. */
function ofNew(
  create: (ground: Ground) => Item,
  names: (ground: Ground) => readonly string[],
  change: (ground: Ground, name: string) => Item,
): Step {
  return (ground) => {
    const made = create(ground)
    return [made, change(ground, pick(ground.draw, names(ground)))]
  }
}

const ofSequence = (change: (ground: Ground, name: string) => Item) =>
  ofNew(createSequence, (ground) => ground.sequences, change)
const ofView = (change: (ground: Ground, name: string) => Item) => ofNew(createView, (ground) => ground.views, change)

function alterSequence(ground: Ground, sequenceName: string): Item {
  const { dataType: _, ...attributes } = sequenceAttributes(ground.draw)
  return item('alterSequence', { sequenceName, ...attributes })
}

function createView(ground: Ground): Item {
  const { draw } = ground
  const viewName = newName(ground, 'v')
  ground.views.push(viewName)
  const query = draw(
    fc.constantFrom(
      'select 1 as a',
      "select 'it''s; -- x' as a, 2 as \"B b\"\n",
      'select now() as a;',
      'select 1 as a -- ends',
    ),
  )
  const attributes = {
    replaceIfExists: maybe(draw, 20, () => draw(fc.boolean())),
    remarks: maybe(draw, 20, () => draw(awkwardText)),
  }
  return item('createView', { viewName, ...attributes }, query)
}

function sql(ground: Ground): Item {
  const { draw, prefix } = ground
  const body = draw(
    fc.constantFrom(
      `create table ${prefix}sql (a text default 'x;y')`,
      'select 1; select 2;\n',
      "/* c */ select 'a''b' -- d\n",
      'select 1\n;\nselect 2',
    ),
  )
  const attributes = {
    splitStatements: maybe(draw, 20, () => draw(fc.boolean())),
    stripComments: maybe(draw, 20, () => draw(fc.boolean())),
    dbms: maybe(draw, 10, () => draw(fc.constantFrom('postgresql', 'oracle'))),
  }
  return item('sql', attributes, body)
}

/** No date for texts: the driver gives it a zone, which is that of its JVM. */
function loadTypes(family: Family): fc.Arbitrary<string> {
  const isDate = family === 'date' || family === 'timestamp'
  return fc.constantFrom(
    'STRING',
    'NUMERIC',
    'BOOLEAN',
    'COMPUTED',
    'skip',
    ...(isDate ? ['DATE', 'DATETIME'] : ['STRING']),
  )
}

function loadData(ground: Ground): Item {
  const { draw } = ground
  const table = someTable(ground)
  const columns = someColumns(ground, table)
  const cell = fc.constantFrom('1', '2.5', 'NULL', 'x', '"a, b"', "it's", 'true', '2024-02-29', '', '→')
  const rows = Array.from({ length: draw(fc.integer({ min: 0, max: 4 })) }, () =>
    columns.map(() => draw(cell)).join(','),
  )
  const file = `csv/${ground.prefix}${Object.keys(ground.files).length}.csv`
  ground.files[file] = `${columns.map(({ name }) => name).join(',')}\n${rows.join('\n')}\n`
  const mapping = columns.map(({ name, family }, n) =>
    item('column', { name, type: n === 0 ? 'STRING' : draw(loadTypes(family)) }),
  )
  return item(
    'loadData',
    { tableName: table.name, file, usePreparedStatements: maybe(draw, 30, () => draw(fc.boolean())) },
    ...mapping,
  )
}

const small: readonly Step[] = [
  () => item('empty'),
  ({ draw }) =>
    item('output', { target: draw(fc.constantFrom('STDERR', 'STDOUT', 'info')) }, `said: ${draw(awkwardText)}`),
  (ground) => item('dropAllForeignKeyConstraints', { baseTableName: someTable(ground).name }),
  (ground) => item('dropPrimaryKey', { tableName: someTable(ground).name }),
  (ground) => {
    const table = someTable(ground)
    return item(
      'update',
      { tableName: table.name },
      item('column', { name: someColumn(ground, table).name, valueComputed: 'NULL' }),
    )
  },
]

/** Changes of rows and of objects beside tables. */
export const otherSteps: readonly Step[] = [
  insert,
  insert,
  insert,
  update,
  update,
  deleteRows,
  createIndex,
  createIndex,
  createSequence,
  ofSequence(alterSequence),
  ofSequence((_, sequenceName) => item('dropSequence', { sequenceName })),
  ofSequence((ground, oldSequenceName) =>
    item('renameSequence', { oldSequenceName, newSequenceName: newName(ground, 'sr') }),
  ),
  createView,
  ofView(({ draw }, viewName) => item('dropView', { viewName, ifExists: maybe(draw, 40, () => draw(fc.boolean())) })),
  ofView((ground, oldViewName) => item('renameView', { oldViewName, newViewName: newName(ground, 'vr') })),
  sql,
  loadData,
  ...small,
]
