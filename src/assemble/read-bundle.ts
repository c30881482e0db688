import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { fail } from '../errors/dvm-error.ts'
import { PRODUCT } from '../kit/version.ts'
import type { BundleFacts } from '../model/bundle.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import { invalid } from './read-sections.ts'

/** A changeset of a Liquibase package, as its element tells it. */
export interface ReadChangeset {
  readonly key: ChangesetKey
  readonly validChecksums: readonly Checksum[]
  /** Attributes as written, those of its key left out. */
  readonly terms: Readonly<Record<string, string>>
  /** Names of the changes, in order. */
  readonly changes: readonly string[]
}

/** What a Liquibase package says at its ends. */
export interface BundleEnds {
  readonly facts: BundleFacts
  /** The SHA-256 in its last line, of everything above it, and how many bytes that line takes. */
  readonly digest: { readonly sha256: string; readonly length: number }
}

/** Reads its ends. PACKAGE_INVALID where it is no such package or breaks off. */
export function readBundleEnds(path: string, text: string): BundleEnds {
  const last = /\n(<!-- dvm:end ([0-9a-f]{12}) sha256 ([0-9a-f]{64}) -->\r?\n?)$/.exec(text)
  const facts = factsOf(path, text)
  if (last?.[1] === undefined || last[3] === undefined || last[2] !== facts.id) {
    throw invalid(path, 'its last line, the SHA-256 of all others, is missing or was changed')
  }
  return { facts, digest: { sha256: last[3], length: last[1].length } }
}

/**
 * Reads the changesets of a Liquibase package of ours back, by another parser than the one that reads changelogs. Fails with
 * XML_INVALID and its place where it is not well-formed, with PACKAGE_INVALID where there are others than its header says.
 */
export function readBundle(path: string, text: string, { facts }: BundleEnds): readonly ReadChangeset[] {
  const valid = XMLValidator.validate(text)
  if (valid !== true) {
    const { msg, line, col } = valid.err
    throw fail('XML_INVALID', { detail: msg }, { file: path, line, column: col })
  }
  const changesets = changesetsOf(path, text)
  if (changesets.length !== facts.changesets) {
    throw invalid(path, `its header speaks of ${facts.changesets} changesets, it has ${changesets.length}`)
  }
  return changesets
}

/** Numbers stay text, blanks stay where they are, and what is under a prefix has the name behind it. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  htmlEntities: true,
  // Only those that XML itself has: a package has no DOCTYPE that could define others.
  processEntities: {
    enabled: true,
    maxTotalExpansions: Number.POSITIVE_INFINITY,
    maxExpandedLength: Number.POSITIVE_INFINITY,
  },
})

/** An element is an object with one key beside its attributes: its name, over the list of what is in it. */
interface Node {
  readonly ':@'?: Readonly<Record<string, string>>
  readonly '#text'?: string
  readonly [name: string]: unknown
}

function changesetsOf(path: string, text: string): readonly ReadChangeset[] {
  const root = (parser.parse(text) as readonly Node[]).find((node) => nameOf(node) === 'databaseChangeLog')
  if (root === undefined) throw invalid(path, 'it has no databaseChangeLog')
  return contentOf(root).flatMap((node) => (nameOf(node) === 'changeSet' ? [changesetOf(node)] : []))
}

function changesetOf(node: Node): ReadChangeset {
  const { id = '', author = '', logicalFilePath = '', ...terms } = node[':@'] ?? {}
  const content = contentOf(node)
  const names = content.map(nameOf)
  return {
    key: { id, author, path: logicalFilePath },
    validChecksums: content.filter((child) => nameOf(child) === 'validCheckSum').map(textOf),
    terms,
    changes: names.filter((name) => name !== null && !notChanges.has(name)) as readonly string[],
  }
}

const notChanges = new Set(['#text', 'validCheckSum', 'preConditions', 'comment', 'rollback', 'modifySql'])

function nameOf(node: Node): string | null {
  return Object.keys(node).find((key) => key !== ':@') ?? null
}

function contentOf(node: Node): readonly Node[] {
  const name = nameOf(node)
  const content = name === null ? [] : node[name]
  return Array.isArray(content) ? (content as readonly Node[]) : []
}

function textOf(node: Node): string {
  return contentOf(node)
    .map((child) => child['#text'] ?? '')
    .join('')
}

function factsOf(path: string, text: string): BundleFacts {
  const line = /^ {2}dvm:package (\{.*\})\r?$/m.exec(text.slice(0, HEADER_LENGTH))?.[1]
  if (line === undefined) throw invalid(path, 'its header is missing')
  try {
    const facts = JSON.parse(line) as Partial<BundleFacts>
    if (facts.product === PRODUCT && facts.format === 'liquibase' && typeof facts.changesets === 'number') {
      return facts as BundleFacts
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw invalid(path, 'its header was changed')
}

/** More than a header is long. */
const HEADER_LENGTH = 1 << 16
