import { basename } from 'node:path'
import { readServerFacts } from '../database/read-server-facts.ts'
import { runTool } from '../database/tool.ts'
import { fail } from '../errors/dvm-error.ts'
import { unequalEntries } from '../history/unequal-entries.ts'
import type { SchemaScope } from '../model/comparison.ts'
import { formatMadeObjects, readMadeObjects } from '../model/made-objects.ts'
import type { Preparation } from '../model/preparation.ts'
import type { ApplyReport, OnProgress } from '../model/report.ts'
import type { SchemaDifference } from '../model/schema.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { UnexpectedEntry, VerificationStep } from '../model/verification.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'
import { fingerprint } from '../schema/fingerprint.ts'
import { applyBundle } from './apply-bundle.ts'
import { applyPackage } from './apply-package.ts'
import type { Context } from './context.ts'
import { describeRun } from './describe-run.ts'
import type { ProvedPackage } from './open-proved-package.ts'
import type { Proof } from './plan-proof.ts'
import { type ReadDatabase, readComparedFrom } from './read-compared.ts'
import { type ReadRows, readRows } from './read-rows.ts'
import { withPreparedScratch } from './with-prepared-scratch.ts'

export interface ProveRequest {
  /** The package to prove; null: only the base is built. */
  readonly proved: Pick<ProvedPackage, 'form' | 'files' | 'byPsql'> | null
  readonly scope: SchemaScope
  readonly data: boolean
  readonly scratch: DatabaseTarget | null
  readonly prepare: Preparation | null
  readonly onProgress?: OnProgress
}

/** A database at one moment, with a digest of every table's rows where those were asked for. */
export interface ProvedState extends ReadDatabase {
  readonly data: ReadRows
}

export interface Proved {
  readonly server: string
  readonly steps: readonly VerificationStep[]
  /** What the package left; null where it did not run. */
  readonly after: ProvedState | null
  /** What running it again, or going down and up, changed that it must not. */
  readonly history: readonly UnexpectedEntry[]
  readonly differences: readonly SchemaDifference[]
}

/** Runs the packages of a proof on a scratch database of its own, and tells what each step left. */
export async function proveOnScratch(context: Context, proof: Proof, request: ProveRequest): Promise<Proved> {
  const { database } = context
  const like = database === null ? null : { database, server: await database.withReadOnly(readServerFacts) }
  const { scratch, prepare, proved } = request
  const empty = !proof.again
  return withPreparedScratch(context, { like, scratch, empty, prepare }, async (made) => {
    const run = new ProofRun(made.context, request, proved?.byPsql === true ? made.target : null)
    await run.prove(proof)
    return { server: made.server, ...run.result() }
  })
}

class ProofRun {
  readonly #context: Context
  readonly #request: ProveRequest
  readonly #psqlOn: DatabaseTarget | null
  readonly #steps: VerificationStep[] = []
  #after: ProvedState | null = null
  #history: readonly UnexpectedEntry[] = []
  #differences: readonly SchemaDifference[] = []

  constructor(context: Context, request: ProveRequest, psqlOn: DatabaseTarget | null) {
    this.#context = context
    this.#request = request
    this.#psqlOn = psqlOn
  }

  result(): Omit<Proved, 'server'> {
    return { steps: this.#steps, after: this.#after, history: this.#history, differences: this.#differences }
  }

  async prove({ base, again: repeatable, up }: Proof): Promise<void> {
    const { proved } = this.#request
    for (const { file, title } of base) if (!(await this.#apply([file], title))) throw baseFailed(this.#steps)
    const before = await this.#read()
    if (proved === null) this.#after = before
    if (proved === null) return
    if (!(await this.#run(proved, 'runs'))) return
    this.#after = await this.#read()
    if (!repeatable) return
    if (!(await this.#runAgain(proved, this.#after)) || up === null) return
    if (!(await this.#apply([up], 'leads back up'))) return
    const again = await this.#read()
    this.#history = unequalEntries(before.entries, again.entries)
    this.#differences = compareSchemas(before.schema, again.schema)
  }

  #read(): Promise<ProvedState> {
    return readState(this.#context, this.#request)
  }

  #run({ form, files }: NonNullable<ProveRequest['proved']>, title: string): Promise<boolean> {
    if (this.#psqlOn !== null) return this.#runByPsql(files[0] ?? '', title, this.#psqlOn)
    return this.#apply(files, title, form === 'liquibase' ? applyBundle : applyPackage)
  }

  /** One after another, as one step. */
  async #apply(files: readonly string[], title: string, apply = applyPackage): Promise<boolean> {
    const { onProgress } = this.#request
    const reports: ApplyReport[] = []
    for (const file of files) {
      const telling = onProgress === undefined ? {} : { onProgress }
      reports.push(await apply(this.#context, file, { allowAltered: true, ...telling }))
      if (reports.at(-1)?.ok === false) break
    }
    const milliseconds = reports.reduce((sum, report) => sum + report.milliseconds, 0)
    const ok = reports.every((report) => report.ok)
    const of = files.length === 1 ? '' : ` in ${files.length} parts`
    const detail = ok ? `${describeRun(reports)}${of}` : failureOf(files, reports)
    this.#steps.push({ title, ok, milliseconds, detail })
    return ok
  }

  async #runByPsql(file: string, title: string, target: DatabaseTarget): Promise<boolean> {
    const began = this.#context.clock.now().getTime()
    const { code, stderr } = await runTool('psql', target, [
      '-X',
      '-q',
      '-v',
      'ON_ERROR_STOP=1',
      '-o',
      '/dev/null',
      '-f',
      file,
    ])
    const milliseconds = this.#context.clock.now().getTime() - began
    const error = stderr.split('\n').find((line) => /ERROR|FATAL|error:/.test(line)) ?? stderr.trim()
    // COPY comes in packages of kind full alone.
    const made = readMadeObjects('full', stderr)
    const detail = made === null ? 'by psql' : `${formatMadeObjects(made)}, by psql`
    this.#steps.push({ title, ok: code === 0, milliseconds, detail: code === 0 ? detail : error })
    return code === 0
  }

  /** What runs always may run again, as long as nothing is another afterwards. */
  async #runAgain(proved: NonNullable<ProveRequest['proved']>, first: ProvedState): Promise<boolean> {
    if (!(await this.#run(proved, 'runs again'))) return false
    const second = await this.#read()
    const same =
      fingerprint(first.schema) === fingerprint(second.schema) &&
      namesOf(first).join('\n') === namesOf(second).join('\n')
    const title = 'changes nothing when it runs again'
    const detail = same ? 'history and schema are what they were' : 'history or schema is another afterwards'
    this.#steps.push({ title, ok: same, milliseconds: 0, detail })
    return same
  }
}

function namesOf({ entries }: ProvedState): readonly string[] {
  return entries.map(({ key, checksum }) => JSON.stringify([key, checksum])).sort()
}

/** Of the last one, which is the first that failed; a part is named. */
function failureOf(files: readonly string[], reports: readonly ApplyReport[]): string {
  const message = reports.at(-1)?.failure?.message ?? 'no reason given'
  return files.length === 1 ? message : `${basename(files[reports.length - 1] ?? '')}: ${message}`
}

function baseFailed(steps: readonly VerificationStep[]): Error {
  return fail('REBUILD_FAILED', { reason: steps.at(-1)?.detail ?? '' })
}

/** History, schema and, where asked for, digests of rows of the context's database, in one snapshot. DATABASE_*. */
export async function readState(
  { database, settings }: Context,
  { scope, data }: Pick<ProveRequest, 'scope' | 'data'>,
): Promise<ProvedState> {
  if (database === null) throw fail('DATABASE_REQUIRED', { command: 'dvm verify' })
  return database.withReadOnly(async (client) => {
    const read = await readComparedFrom(client, database.label, settings, scope)
    const except = [settings.tables.changelog, settings.tables.lock]
    const { schemas, ignore } = scope
    return { ...read, data: data ? await readRows(client, { schemas, except, ignore }) : NO_ROWS }
  })
}

const NO_ROWS: ReadRows = { tables: new Map(), used: new Set() }
