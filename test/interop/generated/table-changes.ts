import fc from 'fast-check'
import { type Item, item } from '../../support/changelog-document.ts'
import { columnName, columnType, valueFor } from './arbitrary-values.ts'
import {
  chance,
  type Ground,
  type KnownTable,
  maybe,
  type NewColumn,
  newColumn,
  newName,
  replaceTable,
  someColumn,
  someColumns,
  someTable,
} from './ground.ts'

/** Makes changes, and notes in the ground what they leave. */
export type Step = (ground: Ground) => Item | readonly Item[]

const remarks = fc.constantFrom("it's", 'two\nlines', '"quoted" \\ → 漢', '', 'plain', '$$ ; -- x')

function schemaOf({ draw }: Ground): {
  readonly schemaName: string | undefined
  readonly catalogName: string | undefined
} {
  return { schemaName: maybe(draw, 15, () => 'public'), catalogName: maybe(draw, 5, () => 'some_catalog') }
}

export function createTable(ground: Ground): Item {
  const { draw } = ground
  const name = newName(ground, 't')
  const columns: NewColumn[] = []
  for (let left = draw(fc.integer({ min: 1, max: 5 })); left > 0; left--) {
    columns.push(
      newColumn(
        ground,
        columns.map((one) => one.name),
      ),
    )
  }
  ground.tables.push({ name, columns })
  const attributes = {
    ...schemaOf(ground),
    remarks: maybe(draw, 20, () => draw(remarks)),
    tablespace: maybe(draw, 5, () => 'pg_default'),
    ifNotExists: maybe(draw, 10, () => draw(fc.boolean())),
  }
  return item('createTable', { tableName: name, ...attributes }, ...columns.map((one) => one.item))
}

function addColumn(ground: Ground): Item {
  const table = someTable(ground)
  const added: NewColumn[] = []
  for (let left = ground.draw(fc.integer({ min: 1, max: 2 })); left > 0; left--) {
    const value = chance(ground.draw, 25) ? ground.draw(valueFor('text', '')) : {}
    added.push(
      newColumn(
        ground,
        [...table.columns, ...added].map((one) => one.name),
        value,
      ),
    )
  }
  replaceTable(ground, table, { ...table, columns: [...table.columns, ...added] })
  return item('addColumn', { ...schemaOf(ground), tableName: table.name }, ...added.map((one) => one.item))
}

function dropColumn(ground: Ground): Item {
  const table = someTable(ground)
  const gone = someColumn(ground, table)
  const left = table.columns.filter((one) => one !== gone)
  if (left.length > 0) replaceTable(ground, table, { ...table, columns: left })
  const where = { ...schemaOf(ground), tableName: table.name }
  if (chance(ground.draw, 50)) return item('dropColumn', { ...where, columnName: gone.name })
  return item('dropColumn', where, item('column', { name: gone.name }))
}

/** A change of one column: its table and column, and what else it takes. */
function ofColumn(
  kind: string,
  further: (ground: Ground, table: KnownTable, column: string) => Record<string, string | number | boolean | undefined>,
): Step {
  return (ground) => {
    const table = someTable(ground)
    const column = someColumn(ground, table)
    const typed = { columnDataType: maybe(ground.draw, 30, () => column.type) }
    const own = further(ground, table, column.name)
    return item(kind, { ...schemaOf(ground), tableName: table.name, columnName: column.name, ...typed, ...own })
  }
}

function renameColumn(ground: Ground): Item {
  const table = someTable(ground)
  const old = someColumn(ground, table)
  const name = `${ground.draw(columnName)}_new`
  replaceTable(ground, table, { ...table, columns: table.columns.map((one) => (one === old ? { ...one, name } : one)) })
  const names = { oldColumnName: old.name, newColumnName: name }
  return item('renameColumn', {
    ...schemaOf(ground),
    tableName: table.name,
    ...names,
    remarks: maybe(ground.draw, 20, () => ground.draw(remarks)),
  })
}

function modifyDataType(ground: Ground): Item {
  const table = someTable(ground)
  const old = someColumn(ground, table)
  const { type, family } = ground.draw(columnType)
  replaceTable(ground, table, {
    ...table,
    columns: table.columns.map((one) => (one === old ? { ...one, type, family } : one)),
  })
  return item('modifyDataType', { ...schemaOf(ground), tableName: table.name, columnName: old.name, newDataType: type })
}

function renameTable(ground: Ground): Item {
  const table = someTable(ground)
  const name = newName(ground, 'r')
  replaceTable(ground, table, { ...table, name })
  return item('renameTable', { ...schemaOf(ground), oldTableName: table.name, newTableName: name })
}

function dropTable(ground: Ground): Item {
  const table = someTable(ground)
  ground.tables.splice(0, ground.tables.length, ...ground.tables.filter((one) => one !== table))
  return item('dropTable', {
    ...schemaOf(ground),
    tableName: table.name,
    cascadeConstraints: maybe(ground.draw, 40, () => ground.draw(fc.boolean())),
  })
}

function setTableRemarks(ground: Ground): Item {
  return item('setTableRemarks', {
    ...schemaOf(ground),
    tableName: someTable(ground).name,
    remarks: ground.draw(remarks),
  })
}

function mergeColumns(ground: Ground): Item {
  const table = someTable(ground)
  const [one, other] = [someColumn(ground, table), someColumn(ground, table)]
  const names = { column1Name: one.name, column2Name: other.name, finalColumnName: `${ground.draw(columnName)}_merged` }
  const how = { joinString: ground.draw(fc.constantFrom(' ', '', '-', '→ ')), finalColumnType: 'varchar(200)' }
  return item('mergeColumns', { ...schemaOf(ground), tableName: table.name, ...names, ...how })
}

function keyOver(kind: 'addPrimaryKey' | 'addUniqueConstraint', short: string): Step {
  return (ground) => {
    const { draw } = ground
    const table = someTable(ground)
    const columns = someColumns(ground, table).map((one) => one.name)
    const deferred =
      kind === 'addPrimaryKey'
        ? {}
        : {
            deferrable: maybe(draw, 20, () => draw(fc.boolean())),
            initiallyDeferred: maybe(draw, 20, () => draw(fc.boolean())),
          }
    return item(kind, {
      ...schemaOf(ground),
      tableName: table.name,
      columnNames: columns.join(draw(fc.constantFrom(',', ', ', ' , '))),
      constraintName: maybe(draw, 60, () => newName(ground, short)),
      tablespace: maybe(draw, 5, () => 'pg_default'),
      validate: maybe(draw, 5, () => true),
      ...deferred,
    })
  }
}

/** Two tables that fit, for those that are there seldom do. */
function addForeignKeyConstraint(ground: Ground): readonly Item[] {
  const { draw } = ground
  const key = draw(columnName)
  const [parent, child] = [newName(ground, 'p'), newName(ground, 'c')]
  const primary = item('constraints', { primaryKey: true })
  return [
    item('createTable', { tableName: parent }, item('column', { name: key, type: 'int' }, primary)),
    item('createTable', { tableName: child }, item('column', { name: key, type: 'int' })),
    item('addForeignKeyConstraint', {
      baseTableName: child,
      baseColumnNames: key,
      constraintName: newName(ground, 'fk'),
      referencedTableName: parent,
      referencedColumnNames: key,
      onDelete: maybe(draw, 30, () => draw(fc.constantFrom('CASCADE', 'SET NULL', 'RESTRICT', 'NO ACTION'))),
      onUpdate: maybe(draw, 30, () => draw(fc.constantFrom('CASCADE', 'SET DEFAULT'))),
      deferrable: maybe(draw, 20, () => draw(fc.boolean())),
      initiallyDeferred: maybe(draw, 20, () => draw(fc.boolean())),
      baseTableSchemaName: maybe(draw, 10, () => 'public'),
      referencedTableSchemaName: maybe(draw, 10, () => 'public'),
    }),
  ]
}

function addLookupTable(ground: Ground): Item {
  const table = someTable(ground)
  const column = someColumn(ground, table)
  return item('addLookupTable', {
    existingTableName: table.name,
    existingColumnName: column.name,
    newTableName: newName(ground, 'l'),
    newColumnName: ground.draw(columnName),
    newColumnDataType: maybe(ground.draw, 70, () => column.type),
    constraintName: maybe(ground.draw, 50, () => newName(ground, 'fk')),
  })
}

/** Changes of tables and their columns; the ground has one. */
export const tableSteps: readonly Step[] = [
  createTable,
  addColumn,
  addColumn,
  dropColumn,
  renameColumn,
  modifyDataType,
  renameTable,
  dropTable,
  setTableRemarks,
  mergeColumns,
  addForeignKeyConstraint,
  addLookupTable,
  keyOver('addPrimaryKey', 'pk'),
  keyOver('addUniqueConstraint', 'uq'),
  ofColumn('dropDefaultValue', () => ({})),
  ofColumn('dropNotNullConstraint', () => ({})),
  ofColumn('addNotNullConstraint', ({ draw }) => ({
    defaultNullValue: maybe(draw, 40, () => draw(fc.constantFrom('x', '5', "it's", 'true', '2024-02-29'))),
  })),
  ofColumn('setColumnRemarks', ({ draw }) => ({ remarks: draw(remarks) })),
  ofColumn('addDefaultValue', ({ draw }, table, name) => {
    const family = table.columns.find((one) => one.name === name)?.family ?? 'text'
    return draw(valueFor(family, 'default'))
  }),
  ofColumn('addAutoIncrement', ({ draw }) => ({
    startWith: maybe(draw, 40, () => 7),
    incrementBy: maybe(draw, 40, () => 3),
  })),
]
