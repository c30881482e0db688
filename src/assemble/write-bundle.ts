import { type XmlElement, XmlWriter } from '../document/write-xml.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import { complaint } from '../errors/dvm-error.ts'
import { sha256 } from '../kit/digest.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { Body } from '../model/body.ts'
import type { BundledChangesetFacts, BundleFacts, ChecksumKept } from '../model/bundle.ts'
import type { Changeset } from '../model/changeset.ts'
import { formatKey } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import type { SourceFingerprint } from '../model/fingerprint.ts'
import type { PackageKind } from '../model/selection.ts'
import type { PackageSink } from './section-state.ts'

/** A changeset on its way into a Liquibase package. */
export interface BundleEntry {
  readonly changeset: Changeset
  /** The source's. */
  readonly checksum: Checksum
  readonly kept: ChecksumKept
  readonly element: XmlElement
}

/** Everything a Liquibase package is made of, decided before its first byte is written. */
export interface BundlePlan {
  readonly kind: PackageKind
  readonly changelog: string
  readonly source: string | null
  readonly fingerprint: SourceFingerprint | null
  readonly generatedAt: string
  readonly quotingStrategy: Changeset['quotingStrategy']
  /** Defines the one property a package has. */
  readonly property: XmlElement
  readonly preconditions: XmlElement | null
  readonly entries: readonly BundleEntry[]
  readonly sourceDigests: ReadonlyMap<string, string>
  readonly allowed: readonly string[]
  readonly notes: readonly string[]
}

/** Text on its way into XML. */
export interface BundleText {
  readonly text: (body: Body) => Iterable<string>
  readonly attribute: (value: string) => string
  readonly complain: (item: Complaint) => void
}

export const NAMESPACE = 'http://www.liquibase.org/xml/ns/dbchangelog'

/** Writes a Liquibase package, changeset after changeset, and returns where each of them stands in it. Nothing is held. */
export function writeBundle(
  plan: BundlePlan,
  sink: PackageSink,
  text: BundleText,
  onChangeset: (done: number, entry: BundleEntry) => void = () => undefined,
): readonly BundledChangesetFacts[] {
  let current: Changeset | null = null
  const writer = new XmlWriter((piece) => sink.write(piece), {
    text: text.text,
    attribute: text.attribute,
    forbidden: (character, element) => text.complain(unwritable(character, element, current)),
  })
  openBundle(writer, plan)
  const facts = plan.entries.map((entry, index): BundledChangesetFacts => {
    current = entry.changeset
    const start = sink.bytes
    const firstLine = sink.lines + 2
    writer.element(entry.element)
    onChangeset(index + 1, entry)
    return factsOf(entry, plan, { start, end: sink.bytes, firstLine })
  })
  writer.close()
  sink.write(`<!-- dvm:end ${bundleId(plan)} sha256 ${sink.digest()} -->\n`)
  return facts
}

/** The document with these changesets alone, as text: what a reader makes of it can be compared with what was meant. */
export function bundleText(plan: BundlePlan, text: BundleText): string {
  const pieces: string[] = []
  const sink = { write: (piece: string) => pieces.push(piece), bytes: 0, lines: 0, digest: () => '' }
  writeBundle(plan, sink, text)
  return pieces.join('')
}

function openBundle(writer: XmlWriter, plan: BundlePlan): void {
  writer.open({
    name: 'databaseChangeLog',
    namespace: NAMESPACE,
    extension: `${NAMESPACE}-ext`,
    attributes: [['objectQuotingStrategy', plan.quotingStrategy]],
    comment: headerLines(plan),
  })
  writer.element(plan.property)
  if (plan.preconditions !== null) writer.element(plan.preconditions)
}

export function bundleFacts(plan: BundlePlan): BundleFacts {
  const { kind, generatedAt, changelog, source, fingerprint, entries, allowed } = plan
  const count = (kept: ChecksumKept) => entries.filter((entry) => entry.kept === kept).length
  return {
    product: PRODUCT,
    productVersion: PRODUCT_VERSION,
    id: bundleId(plan),
    format: 'liquibase',
    kind,
    generatedAt,
    changelog,
    source,
    // The manifest's alone: the file is the same whether one was asked for or not.
    fingerprint: kind === 'pending' ? null : fingerprint,
    changesets: entries.length,
    checksums: { computed: count('computed'), recorded: count('recorded'), accepted: count('accepted') },
    allowed,
  }
}

function bundleId({ kind, generatedAt, entries }: BundlePlan): string {
  const changesets = entries.map(({ changeset, checksum }) => [changeset.key, checksum])
  return sha256(JSON.stringify(['liquibase', kind, generatedAt, changesets])).slice(0, 12)
}

const RUN_IT = 'Run it with: liquibase update, with this file as the changelog'

/** What a person reads first; two hyphens would end a comment. */
function headerLines(plan: BundlePlan): readonly string[] {
  const facts = bundleFacts(plan)
  const { computed, recorded, accepted } = facts.checksums
  const lines = [
    `Liquibase package of ${plan.changelog}: one changelog with everything inside`,
    '',
    `Product:          ${facts.product} ${facts.productVersion}`,
    `Package:          ${facts.id}`,
    `Kind:             ${plan.kind}`,
    `Generated:        ${plan.generatedAt}`,
    `Source database:  ${plan.source ?? 'none: built without a database'}`,
    `Changesets:       ${facts.changesets}`,
    `Checksums:        ${computed} computed, ${recorded} recorded, ${accepted} accepted`,
  ]
  const notes = plan.notes.map((note) => `NOTE              ${note}`)
  const json = JSON.stringify(facts).replaceAll('--', '-\\u002d')
  // Above the notes: whoever reads a package back looks only so far for it, and notes have no end.
  return [...lines.map(oneLine), `dvm:package ${json}`, ...[...notes, '', RUN_IT].map(oneLine)]
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').replace(/-(?=-)/g, '- ')
}

function factsOf(
  { changeset, checksum, kept }: BundleEntry,
  { sourceDigests }: BundlePlan,
  range: Pick<BundledChangesetFacts, 'start' | 'end' | 'firstLine'>,
): BundledChangesetFacts {
  const { file, line } = changeset.place
  return {
    key: changeset.key,
    checksum,
    kept,
    source: file,
    line,
    sourceSha256: sourceDigests.get(file) ?? '',
    ...range,
  }
}

function unwritable(character: string, { name, place }: XmlElement, changeset: Changeset | null): Complaint {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const within = changeset === null ? null : `in changeset ${formatKey(changeset.key)}`
  return complaint('XML_UNWRITABLE', { element: name, character: `U+${code}` }, place, within)
}
