import { basename } from 'node:path'
import { readContents } from '../assemble/read-earlier-section.ts'
import { readSections, type SectionHead } from '../assemble/read-sections.ts'
import type { RestoredRow } from '../assemble/rollback-plan.ts'
import { DvmError } from '../errors/dvm-error.ts'
import { formatKey, identity } from '../model/changeset.ts'
import { isDump } from '../model/package.ts'
import { listPackages, type PackageFile } from '../storage/list-packages.ts'
import { readPackage } from '../storage/read-package.ts'
import { checkPackage } from './check-package.ts'
import type { SelectedRollback } from './select-rollback.ts'

/** A changeset as an earlier package has it. */
export interface EarlierSection {
  /** Name of its file. */
  readonly package: string
  readonly statements: readonly string[]
  readonly row: RestoredRow
}

/** What earlier packages say of changesets that run more than once, at the version a rollback leads to; by identity. */
export interface Chain {
  readonly sections: ReadonlyMap<string, EarlierSection>
  readonly warnings: readonly string[]
}

interface Link {
  readonly path: string
  readonly generatedAt: string
}

/**
 * Reads earlier packages, files or folders, for what changesets that run more than once were at the version a rollback
 * leads to. A package stands at or before that version where it has nothing that is undone but such changesets; the newest
 * of those counts. Fails with PACKAGE_INVALID or PACKAGE_ALTERED where a file that was named is no package as it was built.
 */
export function readChain(paths: readonly string[], { required, undone }: SelectedRollback): Chain {
  const warnings: string[] = []
  const links = paths.flatMap((path) => listPackages(path).flatMap((file) => toLink(file, warnings)))
  if (paths.length === 0) return { sections: new Map(), warnings }
  const below = new Set(required.map(identity))
  const again = undone.filter(({ changeset }) => changeset.runOnChange || changeset.runAlways)
  const wanted = new Set(again.map(({ changeset }) => identity(changeset.key)))
  const sections = new Map<string, EarlierSection>()
  let fitting = 0
  for (const { path } of links.sort((a, b) => (a.generatedAt < b.generatedAt ? -1 : 1))) {
    const found = readLink(path, below, wanted, warnings)
    if (found === null) continue
    fitting++
    for (const [key, section] of found) {
      const before = sections.get(key)
      const sameAsBefore = before === undefined || before.row.checksum === section.row.checksum
      const execType = sameAsBefore ? (before?.row.execType ?? 'EXECUTED') : 'RERAN'
      // Where it ran again, nobody knows its place among the others.
      const behind = execType === 'EXECUTED' ? section.row.behind : null
      sections.set(key, { ...section, row: { ...section.row, execType, behind } })
    }
  }
  if (fitting === 0) warnings.push('no package of --chain stands at the version or before it: nothing can be restored')
  return { sections, warnings }
}

function toLink({ path, named }: PackageFile, warnings: string[]): Link[] {
  try {
    const { facts } = checkPackage(path, { allowAltered: false })
    const { kind, generatedAt } = facts
    if (!isDump(facts)) return kind === 'rollback' ? [] : [{ path, generatedAt }]
    warnings.push(`--chain passes over a file: ${path} is a package of kind ${kind}, which holds no changesets`)
    return []
  } catch (error) {
    if (named || !(error instanceof DvmError)) throw error
    warnings.push(`--chain passes over a file: ${error.complaints[0].message}`)
    return []
  }
}

/** The wanted changesets of one package; null where it stands behind the version. */
function readLink(
  path: string,
  below: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  warnings: string[],
): ReadonlyMap<string, EarlierSection> | null {
  const found = new Map<string, EarlierSection>()
  let last: SectionHead['key'] | null = null
  let places = 0
  for (const { head, texts } of sectionsOf(path, wanted)) {
    const key = identity(head.key)
    places++
    if (!below.has(key) && !wanted.has(key)) return null
    if (wanted.has(key)) {
      const { statements, row } = readContents(texts)
      if (statements !== null && row !== null) {
        const behind = last === null ? null : { key: last, places }
        const restored = { ...row, execType: 'EXECUTED' as const, behind }
        found.set(key, { package: basename(path), statements, row: restored })
      } else
        warnings.push(`${formatKey(head.key)} cannot be restored from ${basename(path)}: it is more than one block`)
    } else {
      last = head.key
      places = 0
    }
  }
  return found
}

interface Section {
  readonly head: SectionHead
  readonly texts: readonly string[]
}

/** Sections one by one; the texts of those only that are wanted. */
function* sectionsOf(path: string, wanted: ReadonlySet<string>): Generator<Section> {
  let head: SectionHead | null = null
  let texts: string[] = []
  for (const { text, begins, endsChangesets } of readSections(path, readPackage(path))) {
    if (begins !== null || endsChangesets) {
      if (head !== null) yield { head, texts }
      head = begins
      texts = []
    }
    if (head !== null && wanted.has(identity(head.key))) texts.push(text)
  }
  if (head !== null) yield { head, texts }
}
