import { type PackageStatement, readSections, type SectionHead } from '../assemble/read-sections.ts'
import type { Client, Notice } from '../database/database.ts'
import { catalog } from '../errors/catalog.ts'
import { DvmError, fail } from '../errors/dvm-error.ts'
import { formatKey } from '../model/changeset.ts'
import type { DumpKind } from '../model/dump-manifest.ts'
import { type MadeObjects, readMadeObjects } from '../model/made-objects.ts'
import { dumpKindOf, type PackageFacts } from '../model/package.ts'
import type { Place } from '../model/place.ts'
import type { ApplyOutcome, ApplyReport, OnProgress } from '../model/report.ts'
import { readPackage } from '../storage/read-package.ts'
import { applyReport } from './apply-report.ts'
import { checkPackage } from './check-package.ts'
import type { Context } from './context.ts'

type Row = ApplyReport['rows'][number]

export interface ApplyRequest {
  /** Runs a package whose bytes are not those that were built. */
  readonly allowAltered?: boolean
  readonly onProgress?: OnProgress
  /** Told once, where somebody holds the changelog lock and the package waits for it. */
  readonly onWait?: (message: string) => void
}

/**
 * Runs a package file on the context's database and accounts for every changeset of it. A failure inside the run is in
 * the report, not thrown; PACKAGE_INVALID, PACKAGE_ALTERED, FILE_* and DATABASE_* that keep it from beginning are thrown.
 */
export async function applyPackage(context: Context, file: string, request: ApplyRequest = {}): Promise<ApplyReport> {
  const { database, clock } = context
  if (database === null) throw fail('DATABASE_REQUIRED', { command: 'apply' })
  const began = clock.now().getTime()
  const { facts } = checkPackage(file, { allowAltered: request.allowAltered ?? false })
  if (facts.kind === 'full' && facts.client === 'psql') {
    throw fail('APPLY_REFUSED', { reason: 'its rows come as COPY, which psql alone can read; run it with psql -f' })
  }
  const run = new Run(clock.now.bind(clock), facts, request)
  await database.withClient(async (client) => {
    client.onNotice((notice) => run.notice(notice))
    await run.sendAll(client, readSections(file, readPackage(file)))
  })
  const { rows, failure, made } = run.finish()
  const milliseconds = clock.now().getTime() - began
  return applyReport({ dryRun: false, package: file, database: database.label, rows, failure, made, milliseconds })
}

const OUTCOMES: Readonly<Record<string, ApplyOutcome>> = {
  EXECUTED: 'applied',
  RERAN: 'applied',
  MARK_RAN: 'marked-ran',
  SKIPPED: 'not-recorded',
  ROLLED_BACK: 'rolled-back',
  RESTORED: 'rolled-back',
}

/** Follows a package through its statements and the server's notices. After a failure nothing more is sent. */
class Run {
  readonly #now: () => Date
  readonly #single: boolean
  readonly #dump: DumpKind | null
  readonly #onProgress: OnProgress
  readonly #onWait: (message: string) => void
  readonly #rows: Row[] = []
  #failure: ApplyReport['failure'] = null
  #current: SectionHead | null = null
  #began = 0
  #outcome: ApplyOutcome = 'skipped'
  #said: string | null = null
  #failedAt: Place | null = null
  #made: MadeObjects | null = null
  /** Of a package without changesets: whether the target has passed its preflight. */
  #making = false

  constructor(now: () => Date, facts: PackageFacts, { onProgress, onWait }: ApplyRequest) {
    this.#now = now
    this.#single = facts.transaction === 'single'
    this.#dump = dumpKindOf(facts)
    this.#onProgress = onProgress ?? (() => undefined)
    this.#onWait = onWait ?? (() => undefined)
  }

  notice(notice: Notice): void {
    const ran = /^\[\d+\/\d+\] ([A-Z_]+) /.exec(notice.message)
    if (ran?.[1] !== undefined) this.#outcome = OUTCOMES[ran[1]] ?? 'applied'
    else if (this.#current !== null) this.#said = notice.message
    else if (notice.message.startsWith('waiting for the changelog lock')) this.#onWait(notice.message)
    if (this.#dump !== null) this.#made = readMadeObjects(this.#dump, notice.message) ?? this.#made
    const failed = /^changeset [\s\S]* failed at ([\s\S]*):(\d+); nothing after it runs$/.exec(notice.message)
    if (failed !== null) this.#failedAt = { file: failed[1] ?? '', line: Number(failed[2]), column: 1 }
  }

  async sendAll(client: Client, statements: Iterable<PackageStatement>): Promise<void> {
    try {
      for (const statement of statements) await this.#send(client, statement)
    } catch (error) {
      if (!(error instanceof DvmError) || error.code !== 'PACKAGE_INVALID') throw error
      // Its text was changed somewhere in the middle. What ran before must still be accounted for.
      const [{ code, message, hint }] = error.complaints
      this.#failure ??= { code, message, hint }
      await this.#rollBack(client)
    }
  }

  async #send(client: Client, statement: PackageStatement): Promise<void> {
    if (statement.begins !== null) this.#begin(statement.begins)
    else if (statement.endsChangesets) this.#settle()
    if (this.#dump !== null && statement.text.startsWith('-- === DUMP ===')) this.#making = true
    if (this.#failure !== null) return
    try {
      if (statement.onlyIf === null || (await holds(client, statement.onlyIf))) await client.query(statement.text)
    } catch (error) {
      if (!(error instanceof DvmError)) throw error
      this.#fail(error)
      await this.#rollBack(client)
    }
  }

  finish(): Pick<ApplyReport, 'rows' | 'failure' | 'made'> {
    this.#settle()
    const failed = this.#failure !== null && this.#single
    const made = this.#failure === null ? this.#made : null
    return { rows: failed ? this.#rows.map(undone) : this.#rows, failure: this.#failure, made }
  }

  #begin(head: SectionHead): void {
    this.#settle()
    this.#current = head
    this.#began = this.#now().getTime()
    this.#outcome = this.#failure === null ? 'skipped' : 'never-tried'
    this.#said = null
    this.#failedAt = null
    this.#onProgress({ phase: 'apply', done: head.number - 1, total: head.of, current: formatKey(head.key) })
  }

  #settle(): void {
    const head = this.#current
    if (head === null) return
    const milliseconds = this.#outcome === 'never-tried' ? 0 : this.#now().getTime() - this.#began
    const place = this.#outcome === 'failed' ? (this.#failedAt ?? head.place) : null
    this.#rows.push({ key: head.key, outcome: this.#outcome, milliseconds, message: this.#said, place })
    this.#current = null
  }

  #fail(error: DvmError): void {
    const said = postgresMessage(error)
    const head = this.#current
    if (head === null) {
      const refused = catalog.APPLY_REFUSED
      const finished = this.#rows.length > 0 || this.#making
      this.#failure = finished
        ? { code: 'APPLY_FAILED', message: said.message, hint: said.hint ?? this.#hint() }
        : { code: 'APPLY_REFUSED', message: refused.says({ reason: said.message }), hint: said.hint ?? refused.hint }
      return
    }
    this.#outcome = 'failed'
    this.#said = said.message
    const { says, hint } = catalog.APPLY_FAILED
    this.#failure = {
      code: 'APPLY_FAILED',
      message: says({ changeset: formatKey(head.key), reason: said.message }),
      hint: said.hint ?? hint,
    }
  }

  #hint(): string {
    if (!this.#making) return catalog.APPLY_FAILED.hint
    return this.#single
      ? 'nothing was changed: mend its cause and run the package again'
      : 'what was made stays: mend its cause, and run the package on a new database'
  }

  async #rollBack(client: Client): Promise<void> {
    try {
      await client.query('ROLLBACK')
    } catch (error) {
      // The connection is gone, and the transaction with it: the failure that is already kept says so.
      if (!(error instanceof DvmError)) throw error
    }
  }
}

async function holds(client: Client, query: string): Promise<boolean> {
  const { rows } = await client.query<{ dvm_go: boolean }>(query)
  return rows[0]?.dvm_go === true
}

function undone(row: Row): Row {
  const ran = row.outcome === 'applied' || row.outcome === 'marked-ran' || row.outcome === 'rolled-back'
  return ran ? { ...row, outcome: 'undone' } : row
}

/** What the server said, with its DETAIL, and its hint. */
function postgresMessage(error: DvmError): { message: string; hint: string | null } {
  const { cause } = error
  const first = error.complaints[0]
  if (!(cause instanceof Error)) return { message: first.message, hint: null }
  const fields = cause as Error & { detail?: string; hint?: string; internalQuery?: string; internalPosition?: string }
  const detail = fields.detail === undefined ? '' : ` (${fields.detail})`
  return { message: `${fields.message}${detail}`, hint: fields.hint ?? null }
}
