import { fail } from '../errors/dvm-error.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import type { RollbackKind, SectionTransaction } from '../model/package.ts'
import type { Place } from '../model/place.ts'
import { scanStatements } from '../sql/scan-statements.ts'

/** A changeset as its banner in a package tells it. */
export interface SectionHead {
  readonly number: number
  readonly of: number
  readonly key: ChangesetKey
  readonly place: Place
  readonly checksum: Checksum
  readonly sourceSha256: string
  readonly transaction: SectionTransaction
  readonly rollback: RollbackKind
}

/** One statement of a package, as a client sends it. `begins` on the first one of a changeset's section. */
export interface PackageStatement {
  readonly text: string
  /** A query whose one column `dvm_go` says whether the statement is to be sent; `null` where it always is. */
  readonly onlyIf: string | null
  readonly begins: SectionHead | null
  /** On the first statement after the last changeset. */
  readonly endsChangesets: boolean
  /** 1-based line of its first character. */
  readonly line: number
}

// In front of a section's first statement only: a body may hold such a line as its text.
const BANNER = /^(?:-- (?!dvm:)[^\n]*\n)*-- dvm:changeset (\{[^\n]*\})\r?\n/

/**
 * The statements of a package of ours, in order, with the changeset each section belongs to. Fails with PACKAGE_INVALID
 * where its text was changed.
 */
export function* readSections(path: string, pieces: Iterable<string>): Generator<PackageStatement> {
  for (const statement of scanStatements(pieces)) {
    if (statement.unterminated !== null) throw invalid(path, `it breaks off inside a ${statement.unterminated.what}`)
    const { text, onlyIf } = withoutPsql(statement.text)
    const begins = readBanner(path, text)
    yield { text, onlyIf, begins, endsChangesets: text.startsWith('-- === END:'), line: statement.line + 1 }
  }
}

const ASKED = /^(SELECT [^\n]* AS dvm_go) \\gset\n\\if :dvm_go\n/
const AFTERWARDS = /^\\if :ERROR\nSELECT [^\n]* AS dvm_step \\gset\n\\endif\n\\endif\n\s*/

/**
 * What a package for psql puts around a statement that no block can guard, taken off: the question in front of it, and what
 * psql does after an error, which stops whoever sends the statements one by one anyway.
 */
function withoutPsql(text: string): { text: string; onlyIf: string | null } {
  const bare = text.replace(AFTERWARDS, '')
  const asked = ASKED.exec(bare)
  return asked === null ? { text: bare, onlyIf: null } : { text: bare.slice(asked[0].length), onlyIf: asked[1] ?? null }
}

function readBanner(path: string, text: string): SectionHead | null {
  const found = BANNER.exec(text)?.[1]
  if (found === undefined) return null
  const facts = parseFacts(found)
  if (facts === null) throw invalid(path, 'a changeset line was changed')
  return facts
}

function parseFacts(json: string): SectionHead | null {
  let facts: Record<string, unknown>
  try {
    facts = JSON.parse(json) as Record<string, unknown>
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  const { n, of, id, author, path, file, line, column, checksum, sha256, transaction, rollback } = facts
  if (typeof n !== 'number' || typeof of !== 'number' || typeof line !== 'number' || typeof column !== 'number')
    return null
  if (typeof id !== 'string' || typeof author !== 'string' || typeof path !== 'string' || typeof file !== 'string')
    return null
  if (
    typeof checksum !== 'string' ||
    typeof sha256 !== 'string' ||
    !isTransaction(transaction) ||
    !isRollback(rollback)
  )
    return null
  const place = { file, line, column }
  return { number: n, of, key: { id, author, path }, place, checksum, sourceSha256: sha256, transaction, rollback }
}

function isTransaction(value: unknown): value is SectionTransaction {
  return value === 'own' || value === 'shared' || value === 'none'
}

const ROLLBACKS: ReadonlySet<string> = new Set<RollbackKind>(['own', 'derived', 'none', 'proposed', 'restored'])

function isRollback(value: unknown): value is RollbackKind {
  return typeof value === 'string' && ROLLBACKS.has(value)
}

export function invalid(path: string, reason: string): Error {
  return fail('PACKAGE_INVALID', { path, reason })
}
