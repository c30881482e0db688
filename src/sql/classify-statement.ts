import type { Repeatable, StatementClass, StatementEffect } from '../model/fragment.ts'
import type { ScannedStatement } from './scan-statements.ts'

const PLAIN: StatementClass = { kind: 'plain' }

/** Classifies by the first words; `words` are upper case outside quotes (see `scanStatements`). */
export function classifyStatement(statement: ScannedStatement): StatementClass {
  const { words } = statement
  const rule = RULES[words[0] ?? '']
  return rule === undefined ? PLAIN : rule(words, statement)
}

type Rule = (words: readonly string[], statement: ScannedStatement) => StatementClass

const RULES: Readonly<Record<string, Rule>> = {
  BEGIN: (words) => (words[1] === 'ATOMIC' ? PLAIN : { kind: 'transaction-bracket' }),
  START: (words) => (words[1] === 'TRANSACTION' ? { kind: 'transaction-bracket' } : PLAIN),
  END: () => ({ kind: 'transaction-bracket' }),
  COMMIT: (words) =>
    words[1] === 'PREPARED'
      ? outside('COMMIT PREPARED')
      : words.includes('CHAIN')
        ? chain()
        : { kind: 'transaction-bracket' },
  ROLLBACK: (words) => (words[1] === 'PREPARED' ? outside('ROLLBACK PREPARED') : impossible(words, ROLLS_BACK)),
  ABORT: (words) => impossible(words, ROLLS_BACK),
  SAVEPOINT: (words) => impossible(words, SAVEPOINTS),
  RELEASE: (words) => impossible(words, SAVEPOINTS),
  PREPARE: (words) =>
    words[1] === 'TRANSACTION' ? impossible(words, 'a prepared transaction outlives the package') : PLAIN,
  COPY: (words, statement) => copy(words, statement),
  CREATE: (words, statement) => create(words, statement),
  DROP: (words, statement) => drop(words, statement),
  ALTER: (words, statement) => alter(words, statement),
  REINDEX: (words, statement) => reindex(words, statement),
  VACUUM: (words, statement) => outside('VACUUM', again(statement.text, null, tableOf(words))),
  CLUSTER: (words, statement) => (words.length === 1 ? outside('CLUSTER', again(statement.text)) : PLAIN),
  RESET: (words) => (words[1] === 'ALL' ? { kind: 'plain', aftermath: { kind: 'settings-gone' } } : PLAIN),
  SET: (words) => set(words),
  DISCARD: (words) => (words[1] === 'ALL' ? impossible(words, 'it would forget where the package stands') : PLAIN),
}

const ROLLS_BACK = 'it would undo the changeset that contains it'
const SAVEPOINTS = 'savepoints are not possible in a guarded changeset; write it as a DO block with EXCEPTION'

function impossible(words: readonly string[], reason: string): StatementClass {
  return { kind: 'impossible', statement: words.slice(0, 2).join(' '), reason }
}

function chain(): StatementClass {
  return { kind: 'impossible', statement: 'COMMIT AND CHAIN', reason: 'each changeset has one transaction' }
}

function outside(statement: string, repeatable: Repeatable | null = null): StatementClass {
  return { kind: 'outside', statement, repeatable }
}

function set(words: readonly string[]): StatementClass {
  const local = words[1] === 'LOCAL'
  const rest = words.slice(local || words[1] === 'SESSION' ? 2 : 1)
  const value = rest[0] === 'NAMES' ? rest[1] : rest[0] === 'CLIENT_ENCODING' ? rest[2] : undefined
  if (value !== undefined && !/^(?:default|'?utf-?8'?|'?unicode'?)$/i.test(value)) {
    return impossible(words, `the package is UTF-8: what follows would be read as ${value}`)
  }
  return local ? { kind: 'plain', aftermath: { kind: 'set-locally', setting: settingOf(rest) } } : PLAIN
}

/** Settings that SET knows by other words than their name. */
const SPELLED: Readonly<Record<string, string>> = {
  NAMES: 'client_encoding',
  SCHEMA: 'search_path',
  SESSION: 'session_authorization',
  TIME: 'timezone',
  XML: 'xmloption',
}

function settingOf(rest: readonly string[]): string {
  const end = rest.findIndex((word) => word === '=' || word === 'TO')
  const name = rest.slice(0, end === -1 ? 1 : end).map(foldName)
  return SPELLED[rest[0] ?? ''] ?? name.join('')
}

function copy(words: readonly string[], statement: ScannedStatement): StatementClass {
  const direction = /\b(?:from\s+stdin|to\s+stdout)\b/i.exec(statement.text)
  if (direction === null) return PLAIN
  return impossible(
    [words[0] ?? '', direction[0].toUpperCase()],
    'its data comes from the client; write INSERT, or COPY from a server file',
  )
}

function create(words: readonly string[], statement: ScannedStatement): StatementClass {
  if (words[1] === 'DATABASE' || words[1] === 'TABLESPACE') return outside(`CREATE ${words[1]}`)
  if (words[1] === 'SUBSCRIPTION') return outside('CREATE SUBSCRIPTION')
  const index = words[1] === 'UNIQUE' ? 2 : 1
  if (words[index] !== 'INDEX' || words[index + 1] !== 'CONCURRENTLY') return PLAIN
  return outside('CREATE INDEX CONCURRENTLY', createIndexAgain(words.slice(index + 2), statement.text))
}

/** A statement that can be sent twice. */
function again(text: string, object: string | null = null, effect: StatementEffect | null = null): Repeatable {
  return { text, object, invalidIndex: null, effect }
}

/** `name ON [ONLY] table`: an index without a name has no `IF NOT EXISTS`. */
function createIndexAgain(rest: readonly string[], text: string): Repeatable | null {
  const exists = rest[0] === 'IF' && rest[1] === 'NOT' && rest[2] === 'EXISTS'
  const named = exists ? rest.slice(3) : rest
  const name = named[0]
  if (name === undefined || name === 'ON' || named[1] !== 'ON') return null
  const tableAt = named[2] === 'ONLY' ? 3 : 2
  const table = dottedName(named, tableAt)
  if (table === null) return null
  const repeated = exists ? text : text.replace(/\bconcurrently\b/i, '$& IF NOT EXISTS')
  const index = { index: foldName(name), table }
  return { text: repeated, object: index.index, invalidIndex: index, effect: { kind: 'index-valid', ...index } }
}

/** The one relation a VACUUM or REINDEX names, where that is certain: the last words are a name. */
function tableOf(words: readonly string[]): StatementEffect | null {
  const options = words[1] === '(' ? words.indexOf(')') : 0
  if (options === -1) return null
  const rest = words.slice(options + 1).filter((word) => !MAINTENANCE_WORDS.has(word))
  const name = rest.includes('(') || rest.includes(',') ? null : dottedName(rest, 0)
  return name === null ? null : { kind: 'relation-exists', name }
}

const MAINTENANCE_WORDS = new Set(['INDEX', 'TABLE', 'CONCURRENTLY', 'FULL', 'FREEZE', 'VERBOSE', 'ANALYZE', 'ANALYSE'])

function drop(words: readonly string[], statement: ScannedStatement): StatementClass {
  if (words[1] === 'DATABASE' || words[1] === 'TABLESPACE') {
    const repeated =
      words[2] === 'IF' ? statement.text : statement.text.replace(/\b(?:database|tablespace)\b/i, '$& IF EXISTS')
    return outside(`DROP ${words[1]}`, again(repeated))
  }
  if (words[1] === 'SUBSCRIPTION') return outside('DROP SUBSCRIPTION')
  if (words[1] !== 'INDEX' || words[2] !== 'CONCURRENTLY') return PLAIN
  const exists = words[3] === 'IF'
  const at = exists ? 5 : 3
  const name = dottedName(words, at)
  const repeated = exists ? statement.text : statement.text.replace(/\bconcurrently\b/i, '$& IF EXISTS')
  if (name === null) return outside('DROP INDEX CONCURRENTLY')
  const last = words[at + 1] === '.' ? words[at + 2] : words[at]
  return outside('DROP INDEX CONCURRENTLY', again(repeated, foldName(last ?? ''), { kind: 'relation-gone', name }))
}

function alter(words: readonly string[], statement: ScannedStatement): StatementClass {
  // It repeats, but a read-only session, which holds the others back after a failure, lets it through.
  if (words[1] === 'SYSTEM') return outside('ALTER SYSTEM')
  if (words[1] === 'DATABASE' && /\bset\s+tablespace\b/i.test(statement.text))
    return outside('ALTER DATABASE SET TABLESPACE')
  if (words[1] === 'TYPE' && /\badd\s+value\b/i.test(statement.text)) return { kind: 'adds-enum-value' }
  if (words[1] === 'TABLE' && /\bdetach\s+partition\b[^;]*\bconcurrently\s*$/i.test(statement.text)) {
    return outside('ALTER TABLE DETACH PARTITION CONCURRENTLY')
  }
  return PLAIN
}

function reindex(words: readonly string[], statement: ScannedStatement): StatementClass {
  const concurrently = words.includes('CONCURRENTLY')
  const wide = words.includes('DATABASE') || words.includes('SYSTEM') || words.includes('SCHEMA')
  if (!concurrently && !wide) return PLAIN
  return outside('REINDEX', again(statement.text, null, wide ? null : tableOf(words)))
}

/** `a.b` from scanned words, quoted parts kept, unquoted ones folded to lower case. */
function dottedName(words: readonly string[], at: number): string | null {
  const first = words[at]
  if (first === undefined) return null
  if (words[at + 1] !== '.') return quoteFolded(first)
  const second = words[at + 2]
  return second === undefined ? null : `${quoteFolded(first)}.${quoteFolded(second)}`
}

function quoteFolded(word: string): string {
  return word.startsWith('"') ? word : `"${word.toLowerCase()}"`
}

function foldName(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase()
}
