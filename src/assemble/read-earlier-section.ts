import { quotedEnd } from '../sql/scan-statements.ts'
import type { RestoredRow } from './rollback-plan.ts'

/** What a section of a package runs, and what it writes into the history, as it is written there. */
export interface SectionContents {
  /** Null where something of it stands outside its blocks, which cannot be run again out of its place. */
  readonly statements: readonly string[] | null
  readonly row: Omit<RestoredRow, 'execType' | 'behind'> | null
}

/** Reads the texts of a section, as `readSections` gives them one by one, back into what went into it. */
export function readContents(texts: readonly string[]): SectionContents {
  const statements: string[] = []
  let row: SectionContents['row'] = null
  let outside = false
  for (const text of texts) {
    const bare = text.replace(/^(?:--[^\n]*\n|\s)+/, '')
    if (/^(?:BEGIN ISOLATION |COMMIT)/.test(bare)) continue
    const tag = /^DO (\$dvm\d*\$)/.exec(bare)?.[1]
    if (tag === undefined) {
      outside = true
      continue
    }
    const body = bare.slice('DO '.length + tag.length, bare.lastIndexOf(tag))
    statements.push(...executed(body))
    row = insertedRow(body) ?? row
  }
  return { statements: outside ? null : statements, row }
}

/** The texts behind EXECUTE; nothing inside quotes is taken for one. */
function* executed(body: string): Generator<string> {
  for (let at = 0; at < body.length; ) {
    const quoted = quotedEnd(body, at, body.charCodeAt(at))
    if (quoted === null || quoted.end === -1) {
      at++
      continue
    }
    if (quoted.what === 'dollar quote' && body.startsWith('EXECUTE ', at - 'EXECUTE '.length)) {
      const length = body.indexOf('$', at + 1) + 1 - at
      // What lifts EXECUTE's own rule about SELECT INTO is put there again when it is written.
      yield body.slice(at + length, quoted.end - length).replace(/\n;SELECT$/, '')
    }
    at = quoted.end
  }
}

const COLUMNS =
  '(id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, description, comments, tag, liquibase, contexts, labels, deployment_id)'

/** The last insert into the history: it stands behind everything that the section runs. */
function insertedRow(body: string): SectionContents['row'] {
  const columns = body.lastIndexOf(COLUMNS)
  if (columns === -1) return null
  const from = body.indexOf('VALUES (', columns)
  if (from === -1) return null
  const cells = cellsOf(body, from + 'VALUES ('.length)
  const [, , , , , , checksum, description, comments, , liquibase, contexts, labels] = cells.map(literalValue)
  if (checksum === undefined || checksum === null) return null
  const text = (value: string | null | undefined): string | null => value ?? null
  return {
    checksum,
    description: text(description),
    comments: text(comments),
    liquibase: text(liquibase),
    contexts: text(contexts),
    labels: text(labels),
  }
}

function cellsOf(body: string, start: number): readonly string[] {
  const cells: string[] = []
  let depth = 0
  let from = start
  for (let at = start; at < body.length; ) {
    const character = body.charAt(at)
    const quoted = quotedEnd(body, at, body.charCodeAt(at))
    if (quoted !== null && quoted.end !== -1) {
      at = quoted.end
      continue
    }
    if (character === '(') depth++
    if (character === ')' && depth-- === 0) return [...cells, body.slice(from, at)]
    if (character === ',' && depth === 0) {
      cells.push(body.slice(from, at))
      from = at + 1
    }
    at++
  }
  return cells
}

/** The value of a literal as this product writes it; null for NULL, and for what is none. */
function literalValue(cell: string): string | null {
  const text = cell.trim()
  const escaped = text.startsWith("E'")
  if (!escaped && !text.startsWith("'")) return null
  const plain = text.slice(escaped ? 2 : 1, -1).replaceAll("''", "'")
  return escaped ? plain.replaceAll('\\\\', '\\') : plain
}
