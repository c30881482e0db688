import { type BundleText, bundleText } from '../assemble/write-bundle.ts'
import { checksumOf } from '../checksum/changeset-checksum.ts'
import type { XmlElement } from '../document/write-xml.ts'
import { DvmError } from '../errors/dvm-error.ts'
import type { Body, HeldBody } from '../model/body.ts'
import type { Changeset } from '../model/changeset.ts'
import type { Checksum, ChecksumVersion } from '../model/checksum.ts'
import { parseChangelog } from '../parse/parse-changelog.ts'
import { dollarProperty } from '../render/bundle/escape-expressions.ts'
import type { LocatedFile, SourceStorage } from '../storage/source-storage.ts'

/** What our own reader of changelogs makes of a changeset in XML. */
export interface ReadBack {
  /** Whether it is what Liquibase's schema knows. */
  readonly valid: boolean
  /** `null` where it is not valid. */
  readonly checksum: (version: ChecksumVersion) => Checksum | null
}

/** Reads an element of a Liquibase package, whose changelog quotes by `LEGACY`, as a changelog of its own. */
export function readBack(element: XmlElement, source: Changeset, text: BundleText): ReadBack {
  const document = bundleText(
    {
      kind: 'offline',
      changelog: source.place.file,
      source: null,
      fingerprint: null,
      generatedAt: '',
      quotingStrategy: 'LEGACY',
      property: dollarProperty(source.place),
      preconditions: null,
      entries: [{ changeset: source, checksum: '', kept: 'computed', element }],
      sourceDigests: new Map(),
      allowed: [],
      notes: [],
    },
    text,
  )
  const changeset = parse(document)
  if (changeset === null || changeset.faults.length > 0 || changeset.rollbackFaults.length > 0) return invalid
  const read = (body: Body) => [(body as HeldBody).text]
  return { valid: true, checksum: (version) => checksumOf(changeset, version, read) }
}

const invalid: ReadBack = { valid: false, checksum: () => null }

function parse(document: string): Changeset | null {
  const request = { changelog: NAME, properties: [], contexts: [], labelFilter: null, database: {} }
  try {
    return parseChangelog(storageOf(Buffer.from(document)), request).changesets[0] ?? null
  } catch (error) {
    if (error instanceof DvmError) return null
    throw error
  }
}

const NAME = 'bundle.xml'

/** A search path with one file in it. */
function storageOf(bytes: Buffer): SourceStorage {
  const file: LocatedFile = { path: NAME, absolute: NAME, bytes: bytes.length }
  return {
    roots: [],
    find: (path) => (path === NAME ? file : null),
    list: () => [],
    read: () => bytes,
    pieces: (_absolute, start, end) => [bytes.subarray(start, end)],
    lentPieces: (_absolute, start, end) => [bytes.subarray(start, end)],
  }
}
