import { toSql } from '../../src/change/registry.ts'
import { checksumOf, type ReadBody } from '../../src/checksum/changeset-checksum.ts'
import { type Complaint, formatComplaint } from '../../src/errors/dvm-error.ts'
import type { Change } from '../../src/model/change.ts'
import type { Changeset } from '../../src/model/changeset.ts'
import { readBody, readBodyBytes } from '../../src/parse/read-body.ts'
import type { SourceStorage } from '../../src/storage/source-storage.ts'
import { makeTree, open, xml } from '../parse/tree.ts'

export type Files = Readonly<Record<string, string | Buffer>>

/** How a change about data is written, and what goes with it. */
export interface Asked {
  readonly xml?: string
  readonly yaml?: string
  readonly strategy?: Changeset['quotingStrategy']
  readonly defaultSchema?: string
  /** Further attributes of the changeset. */
  readonly attributes?: string
}

/** A change in a changeset of its own, and what is said of it. */
export interface DataChange {
  readonly change: Change | undefined
  readonly faults: readonly string[]
  checksum(version: 8 | 9): string
  /** Its statements; those with holes are bound, with `;` between the parts. */
  sql(change: Change): readonly string[]
  readonly complaints: readonly string[]
  readonly warnings: readonly string[]
}

export function readDataChange(asked: Asked, files: Files = {}): DataChange {
  const changelog = asked.xml === undefined ? 'root.yaml' : 'root.xml'
  const { storage, changelog: read } = open(makeTree({ [changelog]: write(asked), ...files }), { changelog })
  const [changeset] = read.changesets
  if (changeset === undefined) throw new Error('there is no changeset')
  const complaints: string[] = []
  const warnings = read.warnings.map(({ message }) => message)
  const bytes = readerOf(storage)
  return {
    change: changeset.changes[0],
    faults: changeset.faults.map(formatComplaint),
    checksum: (version) => checksumOf(changeset, version, bytes),
    sql: (change) =>
      [...toSql(change, contextFor(asked, changeset, bytes, complaints, warnings))].map(({ body, bind }) => {
        const text = [...bytes(body)].join('')
        return bind === undefined ? text : [...bind(text)].join('')
      }),
    complaints,
    warnings,
  }
}

function write({ xml: change, yaml, strategy = 'LEGACY', attributes = '' }: Asked): string {
  if (change !== undefined) {
    return xml(`<changeSet id="1" author="a" objectQuotingStrategy="${strategy}"${attributes}>${change}</changeSet>`)
  }
  const changes = (yaml ?? '').replace(/^/gm, '    ')
  return `databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes:\n${changes}\n`
}

function readerOf(storage: SourceStorage): Required<ReadBody> & ReadBody {
  return Object.assign((body: Parameters<ReadBody>[0]) => readBody(storage, body), {
    bytes: (body: Parameters<ReadBody>[0]) => readBodyBytes(storage, body),
  })
}

function contextFor(
  { defaultSchema }: Asked,
  { quotingStrategy, failOnError }: Changeset,
  read: Required<ReadBody> & ReadBody,
  complaints: string[],
  warnings: string[],
): Parameters<typeof toSql>[1] {
  return {
    defaultSchema: defaultSchema ?? null,
    quotingStrategy,
    failOnError,
    readBody: read,
    readBytes: read.bytes,
    complain: (item: Complaint) => complaints.push(formatComplaint(item)),
    warn: (item: Complaint) => warnings.push(formatComplaint(item)),
  }
}
