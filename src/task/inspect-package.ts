import { type PackageStatement, readSections, type SectionHead } from '../assemble/read-sections.ts'
import { type ChangesetKey, formatKey } from '../model/changeset.ts'
import type { InspectedChangeset, Inspection } from '../model/inspection.ts'
import { isDump } from '../model/package.ts'
import { readLineOffsets } from '../storage/read-line-offsets.ts'
import { digestPackage, readPackage } from '../storage/read-package.ts'
import { checkPackage, LAST_LINE, orAltered } from './check-package.ts'

export interface InspectRequest {
  /** A manifest's name and text, to hold the package against. */
  readonly manifest?: { readonly file: string; readonly text: string }
}

/**
 * Reads a package back: what it says of itself, every changeset with its place in the file, and whether a byte was
 * changed. No database is asked. FILE_*, and PACKAGE_INVALID where it is no package of ours or breaks off; a package
 * that was altered is told in the report.
 */
export function inspectPackage(file: string, { manifest }: InspectRequest = {}): Inspection {
  const { facts, sha256: recorded, computed, bytes } = checkPackage(file, { allowAltered: true })
  const { sha256 } = digestPackage(file, 0)
  const read = (): readonly FoundSection[] => findSections(readSections(file, readPackage(file)))
  const sections = isDump(facts) ? [] : orAltered({ path: file, by: LAST_LINE, recorded, computed }, read)
  const offsets = readLineOffsets(file, [...sections.map(({ firstLine }) => firstLine), sections.at(-1)?.endLine ?? 1])
  const changesets = sections.map(({ head, firstLine, endLine, statements }): InspectedChangeset => {
    const { number, key, checksum, place, sourceSha256, transaction, rollback } = head
    const start = offsets.at(firstLine)
    const end = offsets.at(endLine)
    return { number, key, checksum, place, sourceSha256, transaction, rollback, start, end, firstLine, statements }
  })
  const intact = recorded === computed
  const told = manifest === undefined ? null : holdAgainst(manifest.text, { bytes, sha256, changesets })
  const faults = [
    ...(intact ? [] : [`${LAST_LINE} says SHA-256 ${recorded}, its bytes give ${computed}`]),
    ...countFaults(facts.changesets, changesets),
    ...(told?.faults ?? []),
  ]
  const changeset = told?.differing ?? null
  return {
    form: 'sql',
    file,
    facts,
    bytes,
    lines: offsets.lines,
    sha256,
    digest: { recorded, computed, intact },
    changesets,
    altered: intact ? [] : [{ path: file, by: LAST_LINE, recorded, computed, changeset }],
    faults,
    manifest: manifest?.file ?? null,
    ok: faults.length === 0,
  }
}

interface FoundSection {
  readonly head: SectionHead
  readonly firstLine: number
  endLine: number
  statements: number
}

/** A section begins with the empty line above its banner and ends where the next one begins. */
function findSections(statements: Iterable<PackageStatement>): readonly FoundSection[] {
  const sections: FoundSection[] = []
  for (const { begins, endsChangesets, line } of statements) {
    const current = sections.at(-1)
    if (current !== undefined && current.endLine === 0) {
      if (begins !== null || endsChangesets) current.endLine = line - 1
      else current.statements++
    }
    if (begins !== null) sections.push({ head: begins, firstLine: line - 1, endLine: 0, statements: 1 })
  }
  return sections
}

function countFaults(promised: number, changesets: readonly InspectedChangeset[]): readonly string[] {
  const faults: string[] = []
  if (promised !== changesets.length)
    faults.push(`its header speaks of ${promised} changesets, it has ${changesets.length}`)
  const wrong = changesets.find(({ number }, index) => number !== index + 1)
  if (wrong !== undefined) faults.push(`changeset ${wrong.number} stands in the wrong place`)
  return faults
}

interface ManifestParts {
  readonly bytes?: unknown
  readonly sha256?: unknown
  readonly changesets?: readonly {
    readonly key?: ChangesetKey
    readonly checksum?: unknown
    readonly start?: unknown
    readonly end?: unknown
  }[]
}

interface Held {
  readonly faults: readonly string[]
  /** The first changeset that is not as the manifest has it. */
  readonly differing: string | null
}

function holdAgainst(text: string, found: Pick<Inspection, 'bytes' | 'sha256' | 'changesets'>): Held {
  const manifest = parseManifest(text)
  if (manifest === null) return { faults: ['the manifest is no JSON object'], differing: null }
  const faults: string[] = []
  if (manifest.bytes !== found.bytes)
    faults.push(`the manifest says ${String(manifest.bytes)} bytes, it has ${found.bytes}`)
  if (manifest.sha256 !== found.sha256) {
    faults.push(`the manifest says SHA-256 ${String(manifest.sha256)} of the whole file, it is ${found.sha256}`)
  }
  const listed = manifest.changesets ?? []
  if (listed.length !== found.changesets.length) {
    faults.push(`the manifest lists ${listed.length} changesets, it has ${found.changesets.length}`)
  }
  const differing = found.changesets.find((changeset, index) => !isListed(changeset, listed[index]))
  if (differing === undefined || listed.length === 0) return { faults, differing: null }
  const key = formatKey(differing.key)
  return { faults: [...faults, `the manifest differs first at changeset ${differing.number}, ${key}`], differing: key }
}

function isListed(
  changeset: InspectedChangeset,
  listed: NonNullable<ManifestParts['changesets']>[number] | undefined,
): boolean {
  if (listed?.key === undefined) return false
  const same = formatKey(listed.key) === formatKey(changeset.key) && listed.checksum === changeset.checksum
  return same && listed.start === changeset.start && listed.end === changeset.end
}

function parseManifest(text: string): ManifestParts | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
