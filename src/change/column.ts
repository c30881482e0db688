import { childOf, childrenOf, type DocumentNode } from '../document/document-node.ts'
import { trimToNull } from '../kit/trim.ts'
import type { ChangeSource, DumpObject, DumpValue } from './change-type.ts'
import { type Constraints, dumpConstraints, readConstraints } from './constraints.ts'
import { dumpedDate } from './data-type/date-value.ts'
import { beginsAsNumber } from './data-type/java-number.ts'
import { parseIsoDate } from './iso-date.ts'
import { attribute, checkOnce, complain, textOf } from './read-attributes.ts'
import { bigInt, bool, type Field, type Shape, shapeReader, text, type ValuesOf } from './shape.ts'

/** Fields of a `column` that are read as they stand (Liquibase: ColumnConfig). */
const plain = {
  name: text(),
  computed: bool(),
  type: text(),
  encoding: text(),
  valueBoolean: bool(),
  valueBlobFile: text(),
  valueClobFile: text(),
  valueSequenceNext: text(),
  valueSequenceCurrent: text(),
  defaultValue: text(),
  defaultValueBoolean: bool(),
  defaultValueSequenceNext: text(),
  defaultValueConstraintName: text(),
  autoIncrement: bool(),
  generationType: text(),
  defaultOnNull: bool(),
  startWith: bigInt(),
  incrementBy: bigInt(),
  remarks: text(),
  descending: bool(),
} satisfies Shape

/** A column as written. A number or date that cannot be read as one is taken for a function: it is then `…Computed`. */
export interface Column extends ValuesOf<typeof plain> {
  readonly value: string | null
  /** As written, without a parenthesis around it. */
  readonly valueNumeric: string | null
  /** In one of the forms of `data-type/date-value.ts`. */
  readonly valueDate: string | null
  readonly valueComputed: string | null
  readonly defaultValueNumeric: string | null
  readonly defaultValueDate: string | null
  readonly defaultValueComputed: string | null
  readonly constraints: Constraints | null
}

const converted = [
  'value',
  'valueNumeric',
  'valueDate',
  'valueComputed',
  'defaultValueNumeric',
  'defaultValueDate',
  'defaultValueComputed',
]

/** Columns with further fields of their own. */
export type ColumnWith<S extends Shape> = Column & ValuesOf<S>

/**
 * The columns of a change: `column` children, or a list of them under `columns`. `whenNone` is what Liquibase has where no
 * column is written: an empty list is part of the dump, `null` is not.
 */
export function columns<S extends Shape = Record<never, never>>(
  whenNone: 'empty' | 'null',
  further: S = {} as S,
): Field<readonly ColumnWith<S>[]> {
  const fields = columnFields(further)
  return {
    required: false,
    names: (own) => ({ attributes: [], children: [own, 'column'] }),
    read(node, own, source) {
      const found = columnNodes(node, own).map((column) => readFields<S>(column, source, fields))
      return found.length > 0 || whenNone === 'empty' ? found : null
    },
    dump: (value) => value.map(dumpColumn),
  }
}

function columnNodes(node: DocumentNode, own: string): readonly DocumentNode[] {
  const outer = own === 'column' ? childrenOf(node, own) : [...childrenOf(node, own), ...childrenOf(node, 'column')]
  return outer.flatMap((child) => {
    if (child.name !== 'column' && child.name !== 'columns') return []
    const inner = childrenOf(child, 'column')
    return inner.length > 0 ? inner : [child]
  })
}

/** What a column may have, worked out once for all columns of a change type. */
interface ColumnFields<S extends Shape> {
  readonly read: (node: DocumentNode, source: ChangeSource) => ValuesOf<typeof plain & S>
  readonly names: readonly string[]
}

function columnFields<S extends Shape>(further: S): ColumnFields<S> {
  const shape = { ...plain, ...further }
  return { read: shapeReader(shape, [...converted, 'constraints']), names: [...Object.keys(shape), ...converted] }
}

const plainFields = columnFields({})

/** A node that has the fields of a column and no others. */
export function readColumn(node: DocumentNode, source: ChangeSource): Column {
  return readFields(node, source, plainFields)
}

function readFields<S extends Shape>(
  node: DocumentNode,
  source: ChangeSource,
  { read, names }: ColumnFields<S>,
): ColumnWith<S> {
  checkColumn(node, source, names)
  // Filled, not copied once more with these in it: see shapeReader.
  const column = read(node, source) as { -readonly [K in keyof Column]: Column[K] }
  const value = numberOrFunction(attribute(node, 'valueNumeric'), false)
  const date = dateOrFunction(childOf(node, 'valueDate'))
  const defaultNumber = numberOrFunction(attribute(node, 'defaultValueNumeric'), true)
  const defaultDate = dateOrFunction(childOf(node, 'defaultValueDate'))
  if (defaultNumber.generated) column.autoIncrement = true
  column.value = attribute(node, 'value') ?? trimToNull(node.value)
  column.valueNumeric = value.number
  column.valueDate = date.date
  column.valueComputed = attribute(node, 'valueComputed') ?? date.computed ?? value.computed
  column.defaultValueNumeric = defaultNumber.number
  column.defaultValueDate = defaultDate.date
  column.defaultValueComputed =
    attribute(node, 'defaultValueComputed') ?? defaultDate.computed ?? defaultNumber.computed
  column.constraints = readConstraints(node, source)
  return column as ColumnWith<S>
}

/** Of a column Liquibase takes nothing that it does not know, in YAML and JSON neither. */
function checkColumn(node: DocumentNode, source: ChangeSource, names: readonly string[]): void {
  for (const child of node.children) {
    // A getter is found by a name whose first letter is put in upper case; the schema for XML is exact.
    const name = child.form === 'entry' ? child.name.slice(0, 1).toLowerCase() + child.name.slice(1) : child.name
    const isKnown = child.form === 'element' ? false : names.includes(name)
    const isConstraints = name === 'constraints' && child.form !== 'attribute'
    if (!isKnown && !isConstraints) complain(child, source, `<${node.name}> has no ${child.name}`)
  }
  checkOnce(node, source, [...converted, 'constraints'])
}

/** A column as it is dumped: every field that is there, its constraints as a nested object. */
export function dumpColumn(column: Column): DumpObject {
  const dumped: Record<string, DumpValue> = {}
  // Most of its thirty fields are empty, and there may be many columns.
  for (const field of Object.keys(column) as (keyof Column)[]) {
    const value = column[field]
    if (value !== null) dumped[field] = value as DumpValue
  }
  const { constraints, valueDate, defaultValueDate } = column
  if (valueDate !== null) dumped['valueDate'] = dumpedDate(valueDate)
  if (defaultValueDate !== null) dumped['defaultValueDate'] = dumpedDate(defaultValueDate)
  if (constraints !== null) dumped['constraints'] = dumpConstraints(constraints)
  return dumped
}

/** What a number attribute holds; text that does not begin as a number is a function. */
function numberOrFunction(
  written: string | null,
  isDefault: boolean,
): { number: string | null; computed: string | null; generated: boolean } {
  if (written === null || written.toLowerCase() === 'null') return { number: null, computed: null, generated: false }
  if (isDefault && written === 'GENERATED_BY_DEFAULT') return { number: null, computed: null, generated: true }
  const bare = written.startsWith('(') ? written.slice(1).replace(/\)$/, '') : written
  if (beginsAsNumber(bare)) return { number: bare, computed: null, generated: false }
  // A default loses its parenthesis before it is taken for a function, a value does not.
  return { number: null, computed: isDefault ? bare : written, generated: false }
}

/** YAML makes a date of a day by itself; all other text is read as one, or else taken for a function. */
function dateOrFunction(node: DocumentNode | null): { date: string | null; computed: string | null } {
  const written = node === null ? null : textOf(node)
  if (written === null || node?.type === 'date') return { date: written, computed: null }
  const date = parseIsoDate(written)
  return date === null ? { date: null, computed: written } : { date, computed: null }
}
