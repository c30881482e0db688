import type { HistoryRow } from './dump.ts'

/** All that is compared of a database. */
export interface ComparedState {
  readonly schema: string
  readonly data: string
  readonly history: readonly HistoryRow[]
}

export interface Difference {
  readonly aspect: 'history' | 'schema' | 'data'
  /** Id of the changeset, or the object as pg_dump names it. */
  readonly subject: string
  readonly theirs: string | null
  readonly ours: string | null
}

/** What differs, changeset by changeset and object by object: a diff of two dumps shows a shifted line as a thousand. */
export function compareStates(theirs: ComparedState, ours: ComparedState): readonly Difference[] {
  return [
    ...compare('history', toRows(theirs.history), toRows(ours.history)),
    ...compareOrder(theirs.history, ours.history),
    ...compare('schema', toEntries(theirs.schema), toEntries(ours.schema)),
    ...compare('data', toTables(theirs.data), toTables(ours.data)),
  ]
}

/** One difference in a form that a person can read: of what both have, only the lines that differ. */
export function formatDifference({ aspect, subject, theirs, ours }: Difference): string {
  return `${aspect}: ${subject}\n    Liquibase:${only(theirs, ours)}\n    dvm:${only(ours, theirs)}`
}

function only(text: string | null, other: string | null): string {
  if (text === null) return ' (nothing)'
  const known = new Set(other?.split('\n'))
  const lines = text.split('\n').filter((line) => !known.has(line))
  return lines.map((line) => `\n      ${line}`).join('')
}

type Parts = ReadonlyMap<string, string>

function compare(aspect: Difference['aspect'], theirs: Parts, ours: Parts): readonly Difference[] {
  const subjects = new Set([...theirs.keys(), ...ours.keys()])
  return [...subjects]
    .map((subject) => ({ aspect, subject, theirs: theirs.get(subject) ?? null, ours: ours.get(subject) ?? null }))
    .filter((one) => one.theirs !== one.ours)
}

/** Without the number: where one row is missing, all that follow have another. */
function toRows(history: readonly HistoryRow[]): Parts {
  return new Map(history.map(({ orderexecuted: _, ...row }) => [row.id, JSON.stringify(row, null, 1)]))
}

function compareOrder(theirs: readonly HistoryRow[], ours: readonly HistoryRow[]): readonly Difference[] {
  const both = (rows: readonly HistoryRow[], others: readonly HistoryRow[]): readonly string[] => {
    const known = new Set(others.map(({ id }) => id))
    const same = rows.length === others.length
    return rows.filter(({ id }) => known.has(id)).map((row) => (same ? `${row.orderexecuted} ${row.id}` : row.id))
  }
  const [one, other] = [both(theirs, ours), both(ours, theirs)]
  const at = one.findIndex((line, n) => line !== other[n])
  if (at < 0) return []
  return [{ aspect: 'history', subject: 'order', theirs: one[at] ?? null, ours: other[at] ?? null }]
}

/** A dump's entries, each under its own head. */
function toEntries(schema: string): Parts {
  const entries = new Map<string, string>()
  for (const entry of schema.split(/\n--\n-- (?:Data for )?Name: /)) {
    const head = entry.slice(0, Math.max(0, entry.indexOf('\n')))
    // Several overloads of a function have one name only.
    let subject = head
    for (let n = 2; entries.has(subject); n++) subject = `${head} (${n})`
    entries.set(subject, entry.trim())
  }
  return entries
}

function toTables(data: string): Parts {
  const tables = new Map<string, string>()
  let subject = ''
  for (const line of data.split('\n')) {
    if (line.startsWith('COPY ') && line.endsWith(' FROM stdin;')) subject = line
    else if (line.startsWith('SELECT pg_catalog.setval(')) subject = line.split(',')[0] ?? line
    tables.set(subject, `${tables.get(subject) ?? ''}${line}\n`)
  }
  return tables
}
