import { formatKey } from '../model/changeset.ts'
import type { BundleInspection } from '../model/inspection.ts'
import { readPackage } from '../storage/read-package.ts'
import { LAST_LINE } from './check-package.ts'
import type { InspectRequest } from './inspect-package.ts'
import { readBundle } from './read-bundle.ts'

/** Reads a Liquibase package back. As `readBundle`; what was altered is told in the report. */
export function inspectBundle(file: string, { manifest }: InspectRequest): BundleInspection {
  const { facts, changesets, bytes, sha256, digest, computed, intact } = readBundle(file)
  const recorded = digest.sha256
  const changeset = intact || manifest === undefined ? null : differingIn(file, manifest.text)
  const which = changeset === null ? '' : `; the manifest differs first at changeset ${changeset}`
  const faults = [
    ...(intact ? [] : [`${LAST_LINE} says SHA-256 ${recorded}, its bytes give ${computed}${which}`]),
    ...(manifest === undefined || manifest.text.includes(`"${sha256}"`)
      ? []
      : [`the manifest speaks of another file: this one has SHA-256 ${sha256}`]),
  ]
  return {
    form: 'liquibase',
    file,
    facts,
    bytes,
    sha256,
    intact,
    changesets: changesets.map(({ key, changes, validChecksums }, index) => ({
      number: index + 1,
      key,
      changes,
      validChecksums,
    })),
    altered: intact ? [] : [{ path: file, by: LAST_LINE, recorded, computed, changeset }],
    faults,
    ok: faults.length === 0,
  }
}

interface Listed {
  readonly key?: { readonly id?: unknown; readonly author?: unknown; readonly path?: unknown }
  readonly start?: unknown
  readonly end?: unknown
}

/** The first changeset whose element does not stand where the manifest has it. */
function differingIn(file: string, text: string): string | null {
  const bytes = Buffer.from([...readPackage(file)].join(''))
  for (const { key, start, end } of listOf(text)) {
    const element = bytes.toString('utf8', Number(start), Number(end)).trim()
    const whole = /^<changeSet[ >]/.test(element) && /(<\/changeSet|^<changeSet[^<]*\/)>$/.test(element)
    if (whole) continue
    return formatKey({ id: String(key?.id), author: String(key?.author), path: String(key?.path) })
  }
  return null
}

function listOf(text: string): readonly Listed[] {
  try {
    const manifest = JSON.parse(text) as { readonly changesets?: unknown } | null
    return Array.isArray(manifest?.changesets) ? (manifest.changesets as readonly Listed[]) : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
