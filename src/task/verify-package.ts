import { afterReruns } from '../history/after-reruns.ts'
import { inPackageOrder } from '../history/in-package-order.ts'
import { unequalBundled } from '../history/unequal-bundled.ts'
import { unequalEntries } from '../history/unequal-entries.ts'
import { type ChangesetKey, formatKey, identity } from '../model/changeset.ts'
import type { SchemaScope } from '../model/comparison.ts'
import type { Preparation } from '../model/preparation.ts'
import type { OnProgress } from '../model/report.ts'
import type { SchemaDifference } from '../model/schema.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { ProvedFacts, UnexpectedEntry, VerificationReport, VerificationStep } from '../model/verification.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'
import { fingerprint } from '../schema/fingerprint.ts'
import { ignoreDifferences } from '../schema/ignore-differences.ts'
import { createStagedFile, type StagedFile } from '../storage/staging.ts'
import type { Context } from './context.ts'
import { openProvedPackage, type ProvedPackage } from './open-proved-package.ts'
import { type Proof, planProof } from './plan-proof.ts'
import { type ProvedState, proveOnScratch, readState } from './prove-on-scratch.ts'
import { noteOnVersions } from './read-compared.ts'
import { unexpectedRows } from './read-rows.ts'
import { withDatabase } from './with-database.ts'

export interface VerifyRequest {
  readonly file: string
  /** Packages to run before it, instead of those that would be built. */
  readonly base: readonly string[]
  readonly scope: SchemaScope
  /** Whether the rows of every table are held against the truth as well. */
  readonly data: boolean
  /** Where scratch databases are made; `null`: on the database's own server if its role may, else on the embedded one. */
  readonly scratch: DatabaseTarget | null
  /** SQL that is run on them first. */
  readonly prepare: Preparation | null
  readonly onProgress?: OnProgress
}

/**
 * Runs a package on a scratch database, twice, and holds what it leaves against the truth: a live database, the same point
 * built from the changelog, or, with neither at hand, what the package says of itself. A package that undoes goes down and
 * up again. Fails with PACKAGE_INVALID, PACKAGE_ALTERED, SCRATCH_REFUSED, DATABASE_* and with what keeps the packages it is
 * proved with from being built; that it does not hold is in the report.
 */
export async function verifyPackage(context: Context, given: VerifyRequest): Promise<VerificationReport> {
  const { settings, database } = context
  if (database !== null || settings.range?.kind !== 'databases') return prove(context, given)
  // Of an environment package the database it leads to is the one that a scratch database has to be like.
  const { to } = settings.range
  return withDatabase(context, to, (own) => prove({ ...own, settings: { ...settings, database: to } }, given))
}

async function prove(context: Context, given: VerifyRequest): Promise<VerificationReport> {
  ignoreDifferences([], given.scope.ignore)
  const allowAltered = context.settings.package.allow.includes('altered')
  const proved = openProvedPackage(given.file, { allowAltered })
  const { form, file, sha256, facts, keys } = proved
  const scope = { ...given.scope, schemas: given.scope.schemas ?? facts.schemas ?? null }
  const request = { ...given, scope, data: given.data && facts.kind !== 'schema' }
  const staged: StagedFile[] = []
  const newFile = async (): Promise<string> => {
    const made = await createStagedFile(context.settings.stateDir, '.sql')
    staged.push(made)
    return made.path
  }
  try {
    const proof = await planProof(context, { facts, keys, base: request.base, newFile })
    const truth = await readTruth(context, proof, request)
    const run = await proveOnScratch(context, proof, { ...request, proved })
    const found = run.after
    const told =
      truth === null || found === null ? null : holdAgainst(afterBase(truth, proof, keys), found, proved, request)
    const own = found === null ? [] : ownFaults(facts.kind === 'rollback', keys, found)
    const history = [...own, ...(told?.history ?? []), ...run.history]
    const { kept, ignored } = ignoreDifferences([...(told?.differences ?? []), ...run.differences], scope.ignore)
    const byData = leftOutOfData(truth, found)
    const steps =
      proof.truth === 'fingerprint' && found !== null ? [...run.steps, holdFingerprint(facts, found)] : run.steps
    const ran = steps.every(({ ok }) => ok)
    return {
      verified: ran && history.length === 0 && kept.length === 0 && (told?.data?.unexpected.length ?? 0) === 0,
      verifiedAt: context.clock.now().toISOString(),
      form,
      file,
      sha256,
      facts,
      against: proof.truth,
      truth: proof.words,
      scratchServer: run.server,
      steps,
      history,
      differences: kept,
      ignored: { ...ignored, unused: ignored.unused.filter((pattern) => !byData.includes(pattern)) },
      data: told?.data ?? null,
      fingerprint: {
        expected: truth === null ? (facts.fingerprint?.sha256 ?? null) : fingerprint(truth.schema),
        found: found === null ? null : fingerprint(found.schema),
      },
      notes: [
        ...proved.notes,
        ...proof.notes,
        ...(told?.notes ?? []),
        ...(given.data && facts.kind === 'schema'
          ? ['a package of kind schema holds no rows: they are not compared']
          : []),
        ...noteOnData(byData),
        ...(truth === null || found === null ? [] : noteOnVersions(truth.schema, found.schema)),
      ],
    }
  } finally {
    for (const one of staged) await one.remove()
  }
}

/** The patterns that left out rows of tables or values of columns. */
function leftOutOfData(...states: readonly (ProvedState | null)[]): readonly string[] {
  return [...new Set(states.flatMap((state) => (state === null ? [] : [...state.data.used])))]
}

function noteOnData(patterns: readonly string[]): readonly string[] {
  return patterns.length === 0 ? [] : [`of the rows, what these patterns name was not compared: ${patterns.join(', ')}`]
}

/** What the package should leave; null where nobody but the package itself can say. */
async function readTruth(context: Context, proof: Proof, request: VerifyRequest): Promise<ProvedState | null> {
  if (proof.live === 'own') return readState(context, request)
  const { range } = context.settings
  if (proof.live === 'to-database' && range?.kind === 'databases') {
    return withDatabase(context, range.to, (other) => readState(other, request))
  }
  if (proof.reference === null) return null
  const built = await proveOnScratch(
    context,
    { ...proof, base: proof.reference.map((one) => ({ file: one, title: 'builds the truth' })), up: null },
    { ...request, proved: null },
  )
  if (built.after === null) throw new Error('a scratch database without a state')
  return built.after
}

function afterBase(truth: ProvedState, { reran }: Proof, keys: readonly ChangesetKey[]): ProvedState {
  return { ...truth, entries: afterReruns(truth.entries, keys, reran) }
}

interface Held {
  readonly history: readonly UnexpectedEntry[]
  readonly differences: readonly SchemaDifference[]
  readonly data: VerificationReport['data']
  readonly notes: readonly string[]
}

function holdAgainst(truth: ProvedState, found: ProvedState, proved: ProvedPackage, { data }: VerifyRequest): Held {
  return {
    ...holdHistory(truth.entries, found.entries, proved),
    differences: compareSchemas(truth.schema, found.schema),
    data: data ? { tables: truth.data.tables.size, unexpected: unexpectedRows(truth.data, found.data) } : null,
  }
}

function holdHistory(
  expected: ProvedState['entries'],
  found: ProvedState['entries'],
  { form, keys, bundled, reorders }: ProvedPackage,
): Pick<Held, 'history' | 'notes'> {
  if (form !== 'liquibase') {
    return { history: unequalEntries(reorders ? inPackageOrder(expected, keys) : expected, found), notes: [] }
  }
  const { unexpected, accepted } = unequalBundled(expected, found, bundled)
  const notes = accepted.map(
    (key) =>
      `${formatKey(key)} was marked as run, with a checksum of its own that the package accepts and the source's changelog does not`,
  )
  return { history: unexpected, notes }
}

/** Without the source only its fingerprint is known: that it is another says nothing of where. */
function holdFingerprint({ fingerprint: told }: ProvedFacts, { schema }: ProvedState): VerificationStep {
  const title = 'has the fingerprint of its source'
  const majors = [told?.serverVersion ?? 0, schema.serverVersion].map((version) => Math.floor(version / 10_000))
  const own = fingerprint(schema)
  if (own === told?.sha256) return { title, ok: true, milliseconds: 0, detail: own }
  const detail =
    majors[0] === majors[1]
      ? `it is ${own}, not ${told?.sha256 ?? 'none'}; give --database-url to see what differs`
      : `its source is on PostgreSQL ${majors[0]}, which may spell the same in another way than ${majors[1]}: give --database-url, or --scratch-url of a server like the source's`
  return { title, ok: false, milliseconds: 0, detail }
}

/** Whatever else is known: its changesets must be in the history, or gone from it. */
function ownFaults(
  undoes: boolean,
  keys: readonly ChangesetKey[],
  { entries }: ProvedState,
): readonly UnexpectedEntry[] {
  const there = new Set(entries.map(({ key }) => identity(key)))
  const wrong = keys.filter((key) => there.has(identity(key)) === undoes)
  return wrong.map((key) => ({
    key,
    field: 'entry',
    expected: undoes ? null : 'a row in the history',
    found: undoes ? 'a row in the history' : null,
  }))
}
