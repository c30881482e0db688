import { trim } from '../../kit/trim.ts'
import type { ColumnWith } from '../column.ts'
import { bool, int, text } from '../shape.ts'

/** What a `column` of loadData has beside what every column has. */
export const furtherFields = { index: int(), header: text(), allowUpdate: bool() }

/** A `column` as written, or one that stands for a header nobody names. */
export type LoadConfig = ColumnWith<typeof furtherFields>

const types = [
  'BOOLEAN',
  'NUMERIC',
  'DATE',
  'STRING',
  'COMPUTED',
  'SEQUENCE',
  'BLOB',
  'CLOB',
  'SKIP',
  'UUID',
  'OTHER',
  'UNKNOWN',
] as const

/**
 * How the values of a column are read; `null` where the column's own type on the target decides. `PLAIN` is text without blanks
 * around it, for which NULL is empty text: of a column that belongs to no `column`.
 */
export type LoadType = (typeof types)[number] | 'DATETIME' | 'TIME' | 'PLAIN' | null

/** A column of the file and where its values go. */
export interface LoadColumn {
  readonly name: string
  readonly type: LoadType
  /** `null` where it is not written; else what of it is written. */
  readonly config: Pick<
    LoadConfig,
    'defaultValue' | 'defaultValueBoolean' | 'defaultValueComputed' | 'defaultValueDate' | 'defaultValueNumeric'
  > & { readonly type: string | null }
  readonly allowUpdate: boolean
  /** Whether the target is asked for its type: it is not where Liquibase does not find the column by its name either. */
  readonly asked: boolean
}

/** Thrown for a header that no value can be loaded by. */
export class UnnamedColumn extends Error {}

/**
 * The columns of a file by its header; those to be skipped are `null`. A header is first looked for among the names, headers
 * and indexes of the columns that are written, each of which it then takes for itself: of two equal headers the second
 * one has the index, and a header may be left with nothing. Of columns with one name in the catalog only the last gets its
 * type from the target. Rule: LoadDataChange.addColumnsFromHeaders, getColumnConfig, retrieveMissingColumnLoadTypes.
 */
export function loadColumns(
  headers: readonly string[],
  configs: readonly LoadConfig[],
  inCatalog = (name: string): string => name,
): readonly (LoadColumn | null)[] {
  const taken: Taken[] = configs.map((config) => ({
    config,
    name: config.name,
    header: config.header,
    index: config.index,
  }))
  for (const [index, header] of headers.entries()) {
    const one = taken.find((each) => each.name === header || each.header === header || each.index === index)
    if (one === undefined) taken.push({ config: nothing, name: named(header), header, index })
    else Object.assign(one, { header, index })
  }
  const typed = new Map(taken.map((one) => [one.name === null ? null : inCatalog(one.name), one]))
  return headers.map((header, index) => {
    const trimmed = trim(header)
    const found = taken.find((one) => one.index === index || same(one.header, trimmed) || same(one.name, trimmed))
    if (found === undefined) return plainColumn(trimmed)
    return columnOf(found, trimmed, found.name !== null && typed.get(inCatalog(found.name)) === found)
  })
}

interface Taken {
  readonly config: LoadColumn['config'] & { readonly allowUpdate?: boolean | null }
  readonly name: string | null
  header: string | null
  index: number | null
}

const nothing: Taken['config'] = {
  type: null,
  defaultValue: null,
  defaultValueBoolean: null,
  defaultValueComputed: null,
  defaultValueDate: null,
  defaultValueNumeric: null,
}

function named(header: string): string {
  if (trim(header) === '')
    throw new UnnamedColumn('the header has a column without a name, and no column says its index')
  return header
}

function same(one: string | null, other: string): boolean {
  return one !== null && one.toLowerCase() === other.toLowerCase()
}

function columnOf({ config, name }: Taken, header: string, asked: boolean): LoadColumn | null {
  const type = typeOf(config.type)
  if (type === 'SKIP') return null
  const allowUpdate = config.allowUpdate !== false
  return { name: name ?? header, type, config, allowUpdate, asked: type === null && asked }
}

function plainColumn(name: string): LoadColumn {
  return { name, type: 'PLAIN', config: nothing, allowUpdate: true, asked: false }
}

function typeOf(written: string | null): LoadType {
  if (written === null) return null
  const upper = written.toUpperCase()
  if (upper === 'DATETIME' || upper === 'TIME') return upper
  return types.find((type) => type === upper) ?? 'UNKNOWN'
}
