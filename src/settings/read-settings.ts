import { isAbsolute, relative, resolve, sep } from 'node:path'
import { complaint, throwIfAny } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import type { Settings } from '../model/settings.ts'
import { readDatabase } from './read-database.ts'
import { readInstant } from './read-instant.ts'
import { readProperties } from './read-properties.ts'
import { readRange } from './read-range.ts'
import { readUpTo } from './read-up-to.ts'
import { readBoolean, readChoice, readList, readName, readText, readWholeNumber, readWord } from './read-values.ts'
import { findSetting, openScene, reject, type Scene } from './scene.ts'
import type { SettingsInput } from './settings-input.ts'

/** Rules a run may loosen with `--allow`. */
export const ALLOWABLE = [
  'drift',
  'missing',
  'repeated',
  'unknown-tag',
  'unguarded-statement',
  'older-server',
  'non-empty-target',
  'altered',
  'extra-history',
  'diverged',
  'executeCommand',
  'customChange',
  'customPrecondition',
] as const

/** Rules that may name the one class they are for. */
const OF_ONE_CLASS = /^custom(?:Change|Precondition):./

export interface SettingsReading {
  readonly settings: Settings
  /** Unknown keys and ignored URL parameters. Free of secrets. */
  readonly warnings: readonly Warning[]
}

type Readers = { readonly [Key in keyof Settings]: (scene: Scene) => Settings[Key] }

const readers: Readers = {
  changelog: readChangelog,
  searchPath: readSearchPath,
  duplicateFiles: readDuplicateFiles,
  parsing: (scene) => ({
    missingProperties: readWord(scene, 'missingProperties', ['preserve', 'empty', 'error']) ?? 'preserve',
    propertyEscaping: readBoolean(scene, 'propertyEscaping') ?? false,
    unknownEntries: readWord(scene, 'parseMode', ['strict', 'lax']) === 'lax' ? 'pass' : 'refuse',
  }),
  database: readDatabase,
  tables: (scene) => ({
    schema: readName(scene, 'liquibaseSchema'),
    changelog: readName(scene, 'changelogTable') ?? 'databasechangelog',
    lock: readName(scene, 'lockTable') ?? 'databasechangeloglock',
  }),
  defaultSchema: (scene) => readName(scene, 'defaultSchema'),
  contexts: (scene) => (readList(scene, 'contexts') ?? []).map((context) => context.toLowerCase()),
  labelFilter: (scene) => findSetting(scene, 'labelFilter')?.value.trim() || null,
  upTo: readUpTo,
  range: readRange,
  properties: readProperties,
  stateDir: (scene) => resolve(scene.input.directory, readText(scene, 'stateDir') ?? '.dvm'),
  generatedAt: readInstant,
  package: (scene) => ({
    kind: readChoice(scene, 'kind', ['deployed', 'pending', 'offline']),
    transaction: readChoice(scene, 'transaction', ['per-changeset', 'single']) ?? 'per-changeset',
    client: readChoice(scene, 'client', ['any', 'psql']) ?? 'any',
    lockWait: readWholeNumber(scene, 'lockWait', { min: 0, max: 86_400 }) ?? 30,
    minServerVersion: toVersionNumber(readWholeNumber(scene, 'minServerVersion', { min: 10, max: 99 })),
    allow: readAllow(scene),
  }),
}

/**
 * The only way to `Settings`: flags before environment before defaults file. Fails with one DvmError that carries every
 * SETTING_INVALID, SETTING_MISSING and DATABASE_REQUIRED of the run; no message quotes a value that may be secret.
 */
export function readSettings(input: SettingsInput): SettingsReading {
  const scene = openScene(input)
  const settings: Settings = {
    changelog: readers.changelog(scene),
    searchPath: readers.searchPath(scene),
    duplicateFiles: readers.duplicateFiles(scene),
    parsing: readers.parsing(scene),
    database: readers.database(scene),
    tables: readers.tables(scene),
    defaultSchema: readers.defaultSchema(scene),
    contexts: readers.contexts(scene),
    labelFilter: readers.labelFilter(scene),
    upTo: readers.upTo(scene),
    range: readers.range(scene),
    properties: readers.properties(scene),
    stateDir: readers.stateDir(scene),
    generatedAt: readers.generatedAt(scene),
    package: readers.package(scene),
  }
  refusePreservedCase(scene)
  throwIfAny(scene.complaints)
  return { settings, warnings: scene.warnings }
}

/** What must never be shown: to be handed to `redact`. */
export function secretsOf(settings: Settings): readonly string[] {
  const { database, range } = settings
  const targets = range?.kind === 'databases' ? [database, range.from, range.to] : [database]
  return targets.flatMap((target) => target?.password || [])
}

/** It has Liquibase look schemas up in other ways: it must not pass unseen. */
function refusePreservedCase(scene: Scene): void {
  if (readBoolean(scene, 'preserveSchemaCase') !== true) return
  const detail =
    'names of schemas are taken as Liquibase takes them without it; take it out, or set LIQUIBASE_PRESERVE_SCHEMA_CASE=false'
  reject(scene, 'preserveSchemaCase', findSetting(scene, 'preserveSchemaCase')?.from ?? '', detail)
}

// People say "14"; servers say 140000 (server_version_num).
function toVersionNumber(major: number | null): number | null {
  return major === null ? null : major * 10_000
}

// Liquibase 4.28 finds no absolute changelog at all. Below a root it can only mean the file there, so we make it
// relative; elsewhere it stays, and opening it fails: guessing a root would change FILENAME, a changeset's identity.
function readChangelog(scene: Scene): string | null {
  const path = readText(scene, 'changelog')
  if (path === null) {
    if (scene.input.needs.changelog && findSetting(scene, 'changelog') === null) {
      scene.complaints.push(complaint('SETTING_MISSING', { setting: '--changelog', detail: 'name the root changelog' }))
    }
    return null
  }
  if (!isAbsolute(path)) return path
  for (const root of searchPathOf(scene)) {
    const inside = relative(root, path)
    if (inside !== '' && !isAbsolute(inside) && inside.split(sep)[0] !== '..') return inside.split(sep).join('/')
  }
  return path
}

function searchPathOf(scene: Scene): readonly string[] {
  const given = readList(scene, 'searchPath') ?? ['.']
  return given.map((path) => resolve(scene.input.directory, withoutScheme(path)))
}

/** A root may be written as a URL: `file:db`, `jar:file:/srv/db.jar!/`. */
function withoutScheme(path: string): string {
  return path.replace(/^(?:jar:)?file:(?:\/\/(?=\/))?/, '').replace(/(\.(?:jar|zip))!\/?$/i, '$1')
}

/** Our word or Liquibase's. */
function readDuplicateFiles(scene: Scene): Settings['duplicateFiles'] {
  const found = findSetting(scene, 'duplicateFiles')
  const word = found?.value.trim().toLowerCase() ?? 'refuse'
  if (word === 'first' || word === 'warn') return 'first'
  if (found !== null && word !== 'refuse' && word !== 'error') {
    reject(scene, 'duplicateFiles', found.from, `"${found.value}" is not one of refuse, first`)
  }
  return 'refuse'
}

function readSearchPath(scene: Scene): readonly string[] {
  const found = findSetting(scene, 'searchPath')
  const paths = searchPathOf(scene)
  if (found !== null && paths.length === 0) reject(scene, 'searchPath', found.from, 'it names no directory')
  return paths
}

function readAllow(scene: Scene): readonly string[] {
  const given = readList(scene, 'allow') ?? []
  const known: readonly string[] = ALLOWABLE
  for (const rule of given) {
    if (known.includes(rule) || OF_ONE_CLASS.test(rule)) continue
    reject(scene, 'allow', 'the command line', `"${rule}" is not one of ${ALLOWABLE.join(', ')}`)
  }
  return [...new Set(given)]
}
