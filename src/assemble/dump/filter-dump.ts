import { fail } from '../../errors/dvm-error.ts'
import type { DumpPiece } from '../../sql/dump-scanner.ts'
import { indexKey, type LeftOut } from './find-left-out.ts'
import { type LeadPart, readLead, type TocEntry } from './toc-entry.ts'

/** Objects by catalogue oid and oid, as `pg_depend` names them. */
export interface DumpedObject {
  readonly catalog: number
  readonly oid: number
}

export interface FilterRules {
  readonly leftOut: Pick<LeftOut, 'objects' | 'indexes'>
  /** All of it stands in one transaction of ours. */
  readonly single: boolean
  /** Whether the target may have setting `transaction_timeout`, which is newer than some servers a new pg_dump can read. */
  readonly transactionTimeout: boolean
}

/** Oids of catalogues, the same on every server. */
const CATALOGS: Readonly<Record<number, string>> = {
  1255: 'pg_proc',
  1259: 'pg_class',
  2620: 'pg_trigger',
  3466: 'pg_event_trigger',
}
const SETTING = /^SET (\w+) = [^;]*;$/
const SEARCH_PATH = "SELECT pg_catalog.set_config('search_path', '', false);"
/** pg_dump's own, against commands that a hostile server would smuggle in. Here nothing of the kind gets through. */
const RESTRICTION = /^\\(?:un)?restrict [A-Za-z0-9]+$/
const NAME = '(?:"(?:[^"]|"")*"|[^\\s".();]+)'
const ATTACH = new RegExp(`^ALTER INDEX ${NAME}\\.${NAME} ATTACH PARTITION (${NAME})\\.(${NAME});$`)
const FILLED = new RegExp(`^(?:COPY|INSERT INTO) ((?:${NAME}\\.)?${NAME}) `)
const AFTER_DATA =
  /^(?:CREATE (?:UNIQUE )?INDEX|CREATE (?:CONSTRAINT )?TRIGGER|CREATE RULE|CREATE POLICY|CREATE EVENT TRIGGER|ALTER INDEX|ALTER TABLE (?:ONLY )?[^;]*\n {4}ADD CONSTRAINT [^;]* (?:PRIMARY KEY|UNIQUE|FOREIGN KEY|EXCLUDE)\b)/

/**
 * Lets a dump through piece by piece: without what is left out, without what changes from one dump to the next, and within
 * our transaction. Fails with DUMP_UNSAFE at the first thing that psql would take for a command.
 */
export class DumpFilter {
  /** Definitions that were let through. */
  readonly objects: DumpedObject[] = []
  /** Tables that got rows. */
  readonly filled = new Set<string>()
  /** Parameters the dump sets for the whole session. */
  readonly settings = new Set<string>()
  readonly #rules: FilterRules
  readonly #dropped = new Set<number>()
  #entry: TocEntry | null = null
  #name = 'its beginning'
  #kept = true
  #copied: string | null = null

  constructor(rules: FilterRules) {
    this.#rules = rules
  }

  /** Whether the definitions that rows come before begin here. */
  isAfterData(piece: DumpPiece): boolean {
    return piece.kind === 'statement' && AFTER_DATA.test(piece.text)
  }

  /** What of a piece goes on; null for nothing. */
  accept(piece: DumpPiece): Buffer | null {
    switch (piece.kind) {
      case 'statement':
        return this.#statement(piece.lead, piece.text)
      case 'rows':
        return this.#kept ? piece.bytes : null
      case 'end-of-rows':
        if (!piece.empty && this.#kept && this.#copied !== null) this.filled.add(decoded(this.#copied))
        return this.#kept ? END_OF_ROWS : null
      case 'command':
        if (RESTRICTION.test(piece.text)) return null
        throw fail('DUMP_UNSAFE', {
          what: `behind ${nameIn(piece.lead) ?? this.#name} stands ${JSON.stringify(decoded(piece.text.slice(-80)))}`,
        })
      case 'rest':
        return null
      default:
        return piece satisfies never
    }
  }

  #statement(lead: string, text: string): Buffer | null {
    const parts = readLead(lead)
    let passed = ''
    parts.forEach((part, index) => {
      if (part.entry !== null) this.#begin(part, part.entry, index === parts.length - 1 ? text : '')
      // What stands before the first entry is pg_dump's own header.
      if (this.#entry !== null && this.#kept) passed += part.text
    })
    if (this.#kept) passed += this.#within(text)
    return passed === '' ? null : Buffer.from(passed, 'latin1')
  }

  #begin({ text: head }: LeadPart, entry: TocEntry, statement: string): void {
    this.#entry = entry
    this.#name = nameIn(head) ?? `entry ${entry.id}`
    const [, schema, index] = ATTACH.exec(statement) ?? []
    const attached = schema === undefined || index === undefined ? null : indexKey(unquoted(schema), unquoted(index))
    const belongs = entry.needs.some((id) => this.#dropped.has(id))
    const named = this.#rules.leftOut.objects.has(`${CATALOGS[entry.catalog] ?? entry.catalog}:${entry.oid}`)
    if (belongs && entry.catalog !== 0 && !named) {
      // Unknown to the server's own dependencies: better no package than one that breaks.
      throw fail('LEFT_OUT_NEEDED', { option: 'leaving out', object: this.#name, needed: 'what is left out' })
    }
    this.#kept = !named && !belongs && !(attached !== null && this.#rules.leftOut.indexes.has(attached))
    if (!this.#kept) this.#dropped.add(entry.id)
    else if (entry.catalog !== 0) this.objects.push({ catalog: entry.catalog, oid: entry.oid })
  }

  /** The statement as it goes on: settings end with our transaction, and nothing else begins or ends one. */
  #within(text: string): string {
    this.#copied = null
    const setting = SETTING.exec(text)?.[1]
    if (setting !== undefined) {
      if (setting === 'transaction_timeout' && !this.#rules.transactionTimeout) return ''
      this.settings.add(setting)
      return `${this.#rules.single ? text.replace('SET ', 'SET LOCAL ') : text}\n`
    }
    if (text === SEARCH_PATH) {
      this.settings.add('search_path')
      return `${this.#rules.single ? text.replace('false', 'true') : text}\n`
    }
    // Taken by name, the schema every database begins with is made as well.
    if (text === 'CREATE SCHEMA public;') return 'CREATE SCHEMA IF NOT EXISTS public;'
    // Large objects come in transactions of their own.
    if (this.#rules.single && (text === 'BEGIN;' || text === 'COMMIT;')) return ''
    const table = FILLED.exec(text)?.[1]
    if (table === undefined) return text
    if (text.startsWith('COPY')) this.#copied = table
    else this.filled.add(decoded(table))
    return text.endsWith(' FROM stdin;') && text.startsWith('COPY') ? `${text}\n` : text
  }
}

const END_OF_ROWS = Buffer.from('\\.\n')

/** What the last entry that begins in a lead is called, for messages. */
function nameIn(lead: string): string | null {
  const name = [...lead.matchAll(/^-- ((?:Data for )?Name: .*)$/gm)].at(-1)?.[1]
  return name === undefined ? null : decoded(name)
}

function unquoted(name: string): string {
  const text = decoded(name)
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
}

/** The pieces are one character a byte; for people and queries they are text. */
function decoded(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}
