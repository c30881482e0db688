import fc from 'fast-check'
import { type Item, item, type Scalar } from '../../support/changelog-document.ts'
import {
  columnName,
  columnType,
  type Family,
  objectSuffix,
  type TypeChoice,
  type Values,
  valueFor,
} from './arbitrary-values.ts'

/** Draws a value; what is drawn depends on the seed alone. */
export type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T

export interface KnownColumn {
  readonly name: string
  readonly family: Family
  readonly type: string
}

export interface KnownTable {
  readonly name: string
  readonly columns: readonly KnownColumn[]
}

/** What the changes of one changeset have made so far, so that the next ones mostly speak of what is there. */
export interface Ground {
  /** Keeps its names apart from those of other changesets. */
  readonly prefix: string
  readonly draw: Draw
  readonly tables: KnownTable[]
  readonly sequences: string[]
  readonly views: string[]
  readonly files: Record<string, string>
}

export type Attributes = Readonly<Record<string, Scalar | undefined>>

/** True in so many of a hundred. */
export function chance(draw: Draw, percent: number): boolean {
  return draw(fc.integer({ min: 0, max: 99 })) < percent
}

export function pick<T>(draw: Draw, items: readonly T[]): T {
  const found = items[draw(fc.integer({ min: 0, max: items.length - 1 }))]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

/** The value in some cases, else nothing. */
export function maybe<T>(draw: Draw, percent: number, value: () => T): T | undefined {
  return chance(draw, percent) ? value() : undefined
}

export function newName({ prefix, draw }: Ground, kind: string): string {
  return `${prefix}${kind}${draw(objectSuffix)}`
}

/** A table that the changeset made. */
export function someTable(ground: Ground): KnownTable {
  return pick(ground.draw, ground.tables)
}

export function someColumn(ground: Ground, table: KnownTable): KnownColumn {
  return pick(ground.draw, table.columns)
}

export function someColumns(ground: Ground, table: KnownTable): readonly KnownColumn[] {
  const some = table.columns.filter(() => chance(ground.draw, 40))
  return some.length === 0 ? [someColumn(ground, table)] : some
}

/** Puts the changed table in the place of the old one. */
export function replaceTable(ground: Ground, old: KnownTable, changed: KnownTable): void {
  const at = ground.tables.indexOf(old)
  if (at >= 0) ground.tables[at] = changed
}

export interface NewColumn extends KnownColumn {
  readonly item: Item
}

/** A column with whatever a column may have. */
export function newColumn(ground: Ground, taken: readonly string[], further: Values = {}): NewColumn {
  const { draw } = ground
  const { family, type }: TypeChoice = draw(columnType)
  const drawn = draw(columnName)
  const name = taken.some((one) => one.toLowerCase() === drawn.toLowerCase()) ? `${drawn}${taken.length}` : drawn
  const counted = family === 'number' && /^(int|INTEGER|bigint|smallint|int4|int8)/.test(type) && chance(draw, 15)
  const attributes: Attributes = {
    ...(counted ? autoIncrement(draw) : maybe(draw, 35, () => draw(valueFor(family, 'default')))),
    remarks: maybe(draw, 15, () => draw(fc.constantFrom("it's a remark", 'two\nlines', '→ "quoted" \\', ''))),
    ...further,
  }
  const constraints = maybe(draw, 35, () => item('constraints', constraintsOf(ground)))
  const children = constraints === undefined ? [] : [constraints]
  return { name, family, type, item: item('column', { name, type, ...attributes }, ...children) }
}

function autoIncrement(draw: Draw): Attributes {
  return {
    autoIncrement: draw(fc.constantFrom(true, true, false)),
    startWith: maybe(draw, 30, () => draw(fc.integer({ min: 1, max: 1000 }))),
    incrementBy: maybe(draw, 30, () => draw(fc.integer({ min: 1, max: 10 }))),
    generationType: maybe(draw, 30, () => draw(fc.constantFrom('ALWAYS', 'BY DEFAULT', 'by default'))),
    defaultOnNull: maybe(draw, 10, () => draw(fc.boolean())),
  }
}

function constraintsOf(ground: Ground): Attributes {
  const { draw } = ground
  const parent = ground.tables[0]
  const reference = parent === undefined ? undefined : parent.columns[0]
  const byParts = chance(draw, 50)
  const references = maybe(draw, reference === undefined ? 0 : 4, () => ({
    foreignKeyName: newName(ground, 'fk'),
    ...(byParts
      ? { referencedTableName: parent?.name, referencedColumnNames: reference?.name }
      : { references: `${parent?.name}(${reference?.name})` }),
    deleteCascade: maybe(draw, 30, () => true),
  }))
  return {
    nullable: maybe(draw, 30, () => draw(fc.boolean())),
    notNullConstraintName: maybe(draw, 10, () => newName(ground, 'nn')),
    primaryKey: maybe(draw, 20, () => draw(fc.boolean())),
    primaryKeyName: maybe(draw, 10, () => newName(ground, 'pk')),
    unique: maybe(draw, 20, () => draw(fc.boolean())),
    uniqueConstraintName: maybe(draw, 15, () => newName(ground, 'uq')),
    checkConstraint: maybe(draw, 5, () => 'true'),
    deferrable: maybe(draw, 10, () => draw(fc.boolean())),
    initiallyDeferred: maybe(draw, 10, () => draw(fc.boolean())),
    ...references,
  }
}
