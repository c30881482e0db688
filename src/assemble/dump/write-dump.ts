import { fail } from '../../errors/dvm-error.ts'
import { DumpBroken, type DumpPiece, DumpScanner } from '../../sql/dump-scanner.ts'
import { literal, qualifiedName, trusted } from '../../sql/sql.ts'
import type { DumpTemplates } from '../../template/load-dump-templates.ts'
import { fillTemplate } from '../../template/template.ts'
import { BEGIN, block } from '../block.ts'
import { digestLine } from '../digest-line.ts'
import { OWN_SCHEMA } from './catalog-words.ts'
import { COUNT_ALL } from './count-objects.ts'
import { dumpHeader } from './dump-header.ts'
import { clientOf, type DumpPlan, dumpId, minServerVersion } from './dump-plan.ts'
import { DumpFilter } from './filter-dump.ts'

/** Where a dump goes. `digest` is that of all bytes so far. */
export interface DumpSink {
  write(bytes: Uint8Array): Promise<void> | void
  digest(): string
}

/** What can be known only while the dump is written. */
export interface DumpSource {
  /** What pg_dump writes. */
  readonly chunks: AsyncIterable<Buffer>
  /** Rows of the Liquibase tables that stand before the first index or trigger. */
  ownRows(): Promise<string>
  /** How many objects of each kind those that were written are. */
  count(filter: DumpFilter): Promise<Readonly<Record<string, number>>>
}

/** A dump that breaks off between two statements looks whole but for these (pg_backup_archiver.c, RestoreArchive). */
const LAST_WORDS = /^-- \S+ database dump complete$/m

/** Writes the package: what is checked first, the dump as it comes, what is checked last. Gives the objects it makes. */
export async function writeDump(
  plan: DumpPlan,
  templates: DumpTemplates,
  source: DumpSource,
  sink: DumpSink,
): Promise<Readonly<Record<string, number>>> {
  const id = dumpId(plan)
  const put = (text: string): Promise<void> | void => sink.write(Buffer.from(text))
  await put(dumpHeader(plan, templates, id) + opening(plan, templates, id))
  const filter = new DumpFilter({
    leftOut: plan.leftOut,
    single: plan.options.transaction === 'single',
    transactionTimeout: minServerVersion(plan) >= 170_000,
  })
  let ownRows: string | null = await source.ownRows()
  let complete = false
  for await (const piece of scan(source.chunks)) {
    complete ||= (piece.kind === 'command' || piece.kind === 'rest') && LAST_WORDS.test(piece.lead)
    if (ownRows !== null && filter.isAfterData(piece)) {
      await put(`\n\n${ownRows}`)
      ownRows = null
    }
    const bytes = filter.accept(piece)
    if (bytes !== null) await sink.write(bytes)
  }
  if (!complete) throw fail('DUMP_UNSAFE', { what: 'it breaks off before it says that it is complete' })
  if (ownRows !== null) await put(`\n\n${ownRows}`)
  const objects = await source.count(filter)
  await put(closing(plan, templates, id, filter, objects))
  await put(digestLine(sink.digest()))
  return objects
}

async function* scan(chunks: AsyncIterable<Buffer>): AsyncGenerator<DumpPiece> {
  const scanner = new DumpScanner()
  for await (const chunk of chunks) yield* scanner.push(chunk)
  try {
    yield* scanner.end()
  } catch (cause) {
    if (!(cause instanceof DumpBroken)) throw cause
    throw fail('DUMP_UNSAFE', { what: `it breaks off inside ${cause.message}` }, null, { cause })
  }
}

function opening(plan: DumpPlan, templates: DumpTemplates, id: string): string {
  const { server, scope, needs, options, allowed } = plan
  const single = options.transaction === 'single'
  const minVersion = minServerVersion(plan)
  const names = scope.schemas?.map(({ name }) => name) ?? null
  const contents = fillTemplate(templates.contents, {
    ownSchema: OWN_SCHEMA,
    inScope: names === null ? 'true' : `n.nspname = ANY (${array(names)}::name[])`,
    largeObjects: plan.kind === 'full' && names === null,
  })
  const preflight = fillTemplate(templates.preflight, {
    minVersion,
    minServer: String(Math.floor(minVersion / 10_000)),
    encoding: server.encoding,
    encodingName: trusted(server.encoding.replace(/\W/g, '')),
    mustBeEmpty: !allowed.includes('non-empty-target'),
    contents,
    makes: names === null ? 'a whole database' : 'whole schemas',
    schemas: plan.hasPublic && (names?.includes('public') ?? true) ? array(['public']) : array([]),
    roles: array(needs.roles),
    extensions: array(needs.extensions),
    tablespaces: array(needs.tablespaces),
    locks: single ? needs.locks : 0,
    countAll: COUNT_ALL,
    ready: `${id}:ready`,
  })
  const gate = single ? '' : block(fillTemplate(templates.gate, { ready: `${id}:ready` }))
  // The first statement is for psql alone, and stops every other client before anything is done.
  const stop = clientOf(plan) === 'psql' ? '\\set ON_ERROR_STOP on\n' : ''
  const begin = single ? `${BEGIN}SET LOCAL client_encoding = 'UTF8';\n` : "SET client_encoding = 'UTF8';\n"
  return `${stop}${begin}\n-- === PREFLIGHT: nothing is changed before all of this holds ===\n${block(preflight)}${gate}\n-- === DUMP ===\n\n`
}

function closing(
  plan: DumpPlan,
  templates: DumpTemplates,
  id: string,
  filter: DumpFilter,
  objects: Readonly<Record<string, number>>,
): string {
  const single = plan.options.transaction === 'single'
  const hint = single
    ? 'Nothing was changed: see the first error, mend its cause, and run the file again.'
    : 'See the first error. What was made stays: drop the database and run the file on a new one.'
  const expected = Object.entries(objects).map(([kind, n]) => `(${literal(kind)}, ${n})`)
  const { version, tables, holds, options } = plan
  const history =
    holds.history && options.history
      ? fillTemplate(templates.history, {
          historyTable: qualifiedName(tables.schema, tables.changelog),
          count: version.changesets,
          hint,
        })
      : ''
  const footer = fillTemplate(templates.footer, {
    expected: trusted(expected.join(', ')),
    countAll: COUNT_ALL,
    filled: array([...filter.filled].sort()),
    history: history === '' ? '' : `${history}\n`,
    done: `${id}:done`,
    hint,
  })
  const resets = single
    ? ''
    : [...filter.settings, 'default_transaction_read_only'].map((name) => `RESET ${name};\n`).join('')
  const end = fillTemplate(templates.end, { done: `${id}:done`, hint, package: id, summary: summary(objects) })
  return `\n\n-- === END: did everything arrive? ===\n${block(footer)}${single ? 'COMMIT;\n' : resets}-- dvm:end ${id}\n${block(end)}`
}

function summary(objects: Readonly<Record<string, number>>): string {
  return trusted(
    Object.entries(objects)
      .filter(([, n]) => n > 0)
      .map(([kind, n]) => `${kind} ${n}`)
      .join(', '),
  )
}

function array(names: readonly string[]): string {
  return `ARRAY[${names.map(literal).join(', ')}]`
}
