import { basename } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { type ChangesetKey, identity } from '../model/changeset.ts'
import type { PackageFacts, PackageManifest } from '../model/package.ts'
import type { PackageKind } from '../model/selection.ts'
import type { PackageRange } from '../model/settings.ts'
import type { ProvedFacts, VerificationTruth } from '../model/verification.ts'
import type { Version } from '../model/version.ts'
import { buildPackage } from './build-package.ts'
import type { Context } from './context.ts'
import { withDatabase } from './with-database.ts'

/** What a package is proved with. */
export interface Proof {
  /** Packages that bring a scratch database to where the package begins. */
  readonly base: readonly ProofBase[]
  readonly truth: VerificationTruth
  /** The truth in words. */
  readonly words: string
  /** Packages that build the truth on a scratch database of its own; null where it is not built. */
  readonly reference: readonly string[] | null
  /** What leads back up after a package that undoes. */
  readonly up: string | null
  /** Whether it may run on what it left. */
  readonly again: boolean
  /** Changesets of the package that the base runs as well: the truth, which is built in one go, runs them once. */
  readonly reran: readonly ChangesetKey[]
  /** Whose live state is the truth; null unless `truth` is `database`. */
  readonly live: 'own' | 'to-database' | null
  readonly notes: readonly string[]
}

export interface ProofBase {
  readonly file: string
  /** What running it is for. */
  readonly title: string
}

export interface ProofRequest {
  readonly facts: ProvedFacts
  /** The package's changesets, in its order. */
  readonly keys: readonly ChangesetKey[]
  /** Packages given by hand instead of those that would be built. */
  readonly base: readonly string[]
  /** Names a new file for a package that is built on the way. */
  newFile(): Promise<string>
}

/**
 * Builds what a package is proved with: packages that lead to where it begins and to where it should end. Fails with what
 * keeps those from being built, and with SETTING_MISSING where it takes a changelog or a database that was not given.
 */
export async function planProof(context: Context, request: ProofRequest): Promise<Proof> {
  const { facts } = request
  const { kind } = facts
  const builder = new ProofBuilder(context, request)
  if (request.base.length > 0) {
    return { ...ofItself(context), base: request.base.map((file) => ({ file, title: `base ${basename(file)}` })) }
  }
  switch (kind) {
    case 'deployed':
      if (context.database === null && facts.fingerprint !== null) return FINGERPRINT
      return ofItself(context)
    case 'offline':
      return builder.offline()
    case 'pending':
      return builder.pending()
    case 'incremental':
      return builder.incremental()
    case 'environment':
      return builder.environment()
    case 'rollback':
      return builder.rollback()
    case 'schema':
    case 'full':
      // It refuses a target that is not empty.
      return {
        ...(context.database === null && facts.fingerprint !== null ? FINGERPRINT : ofItself(context)),
        again: false,
      }
    default:
      return kind satisfies never
  }
}

const NOTHING = { base: [], reference: null, up: null, again: true, reran: [], live: null, notes: [] } as const
const SELF = { ...NOTHING, truth: 'package', words: 'what the package says of itself' } as const

const FINGERPRINT = {
  ...NOTHING,
  truth: 'fingerprint',
  words: 'the fingerprint of its source, which the package tells',
} as const

function ofItself({ database }: Context): Proof {
  return database === null ? SELF : { ...NOTHING, truth: 'database', words: database.label, live: 'own' }
}

class ProofBuilder {
  readonly #context: Context
  readonly #request: ProofRequest
  readonly #offline: boolean

  constructor(context: Context, request: ProofRequest) {
    this.#context = context
    this.#request = request
    this.#offline = request.facts.source === null
  }

  /** Held against the database, where there is one; else against the same changesets of the changelog, where that is given. */
  async offline(): Promise<Proof> {
    const { database, settings } = this.#context
    if (database !== null || settings.changelog === null) return ofItself(this.#context)
    const whole = await this.#build('offline')
    const own = new Set(this.#request.keys.map(identity))
    const others = whole.manifest.changesets.filter(({ key }) => !own.delete(identity(key)))
    if (others.length === 0 && own.size === 0) {
      return { ...NOTHING, truth: 'rebuild', words: 'the whole changelog', reference: [whole.file] }
    }
    const note = `the changelog has ${others.length} changesets that the package lacks, and lacks ${own.size} that it has: the schema is held against nothing`
    return { ...SELF, notes: [note] }
  }

  /** On top of what ran, held against the whole changelog on an empty database, where that holds all that ran. */
  async pending(): Promise<Proof> {
    const [base, whole] = [await this.#build('deployed'), await this.#build('offline')]
    const known = new Set(whole.manifest.changesets.map(({ key }) => identity(key)))
    const ran = new Set(base.manifest.changesets.map(({ key }) => identity(key)))
    const strange = base.manifest.changesets.filter(({ key }) => !known.has(identity(key)))
    if (strange.length === 0) {
      return {
        ...NOTHING,
        base: [toBase(base)],
        truth: 'rebuild',
        words: 'the whole changelog',
        reference: [whole.file],
        reran: this.#request.keys.filter((key) => ran.has(identity(key))),
      }
    }
    const note = `${strange.length} changesets ran on the database that this run's filters leave out: the schema is held against nothing`
    return { ...SELF, base: [toBase(base)], notes: [note] }
  }

  async incremental(): Promise<Proof> {
    const { from, to } = this.#ends()
    const base = from.last === null ? [] : [toBase(await this.#build('incremental', null, from.last))]
    const reference = to.last === null ? [] : [(await this.#build('incremental', null, to.last)).file]
    return { ...NOTHING, base, truth: 'rebuild', words: `the changelog, built to ${to.version}`, reference }
  }

  async environment(): Promise<Proof> {
    const { range } = this.#context.settings
    if (range?.kind !== 'databases') throw missing('--from-database and --to-database', 'a package of kind environment')
    const base = await withDatabase(this.#context, range.from, (context) => this.#buildIn(context, 'deployed', null))
    const words = `the database ${range.to.database} on ${range.to.host}:${range.to.port}`
    return { ...NOTHING, base: [toBase(base)], truth: 'database', words, live: 'to-database' }
  }

  /** Down from where all of it ran, held against a build that never went further, and up again. */
  async rollback(): Promise<Proof> {
    const { to } = this.#ends()
    const base = await this.#build(this.#offline ? 'offline' : 'deployed')
    const up = await this.#build('incremental', to.last, null)
    const below = to.last === null ? null : await this.#build('incremental', null, to.last)
    const words = `the changelog, built to ${to.version}`
    const { allowed } = this.#request.facts
    const stays = 'built with --allow-irreversible: what it cannot undo stays, and may show as a difference'
    const notes = allowed.includes('irreversible') ? [stays] : []
    const proof = { ...NOTHING, base: [toBase(base)], up: up.file, notes }
    const left = base.manifest.changesets.length - this.#request.keys.length
    if ((below?.manifest.changesets.length ?? 0) === left) {
      return { ...proof, truth: 'rebuild', words, reference: below === null ? [] : [below.file] }
    }
    const note = 'it leaves changesets where they are that ran after its point: the schema is held against nothing'
    return { ...proof, ...{ truth: 'package', words: SELF.words }, notes: [...notes, note] }
  }

  #ends(): NonNullable<PackageFacts['path']> {
    const { path } = this.#request.facts
    if (path === null) throw new Error(`a package of kind ${this.#request.facts.kind} without a path`)
    return path
  }

  #build(kind: PackageKind, from: ChangesetKey | null = null, to: ChangesetKey | null = null): Promise<Built> {
    const range = { kind: 'versions', from: versionOf(from), to: versionOf(to) } as const
    return this.#buildIn(this.#context, kind, kind === 'incremental' ? range : null)
  }

  async #buildIn(context: Context, kind: PackageKind, range: PackageRange | null): Promise<Built> {
    const { settings } = context
    const what = `a package of kind ${this.#request.facts.kind}`
    if (settings.changelog === null) throw missing('--changelog', what)
    if (!this.#offline && context.database === null) throw missing('--database-url', what)
    const file = await this.#request.newFile()
    const wanted = this.#offline ? ('offline' as const) : null
    // What no block can guard is asked about before it is sent, as psql would.
    const own = { ...settings.package, kind: wanted, client: 'psql' as const, transaction: 'per-changeset' as const }
    const built = { ...context, settings: { ...settings, range, upTo: null, package: own } }
    return { file, manifest: await buildPackage(built, { kind, target: { file } }) }
  }
}

interface Built {
  readonly file: string
  readonly manifest: PackageManifest
}

function toBase({ file }: Built): ProofBase {
  return { file, title: 'is brought to where the package begins' }
}

function versionOf(key: ChangesetKey | null): Version | null {
  return key === null ? null : { kind: 'id', ...key }
}

function missing(setting: string, what: string): Error {
  return fail('SETTING_MISSING', { setting, detail: `to prove ${what} takes what it was built from` })
}
