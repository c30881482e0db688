import type { ChecksumParts } from '../change/change-type.ts'
import { checksumParts } from '../change/registry.ts'
import { md5, startDigest } from '../kit/digest.ts'
import { splitList, trim } from '../kit/trim.ts'
import type { Body } from '../model/body.ts'
import type { Change } from '../model/change.ts'
import type { Changeset } from '../model/changeset.ts'
import type { Checksum, ChecksumVersion } from '../model/checksum.ts'
import { admitsPostgres } from '../model/expression.ts'
import { dataBytes } from './data-bytes.ts'
import { dumpFields } from './dump-fields.ts'
import { dumpVisitor } from './dump-visitor.ts'
import { withoutWhiteSpace, withSingleBlanks } from './normalized-bytes.ts'

/** Gives the text of a body in pieces; `bytes`, where it is there, the same as UTF-8 without decoding it first. */
export interface ReadBody {
  (body: Body): Iterable<string>
  readonly bytes?: (body: Body) => Iterable<Buffer>
}

/**
 * The checksum that Liquibase 4.28 writes for a changeset (version 9) or compares an older row with (version 8). The bytes
 * are stated in README.md beside this file. Rule: Liquibase, ChangeSet.generateCheckSum.
 */
export function checksumOf(changeset: Changeset, version: ChecksumVersion, read: ReadBody): Checksum {
  const sums = changeset.changes
    .filter((change) => version === 8 || isForPostgres(change))
    .map((change) => `${checksumOfChange(change, version, read)}:`)
  const visits = changeset.visitors.map((visitor) => `${checksumOfText(dumpVisitor(visitor, version), version)};`)
  return checksumOfText([...sums, ...visits].join(''), version)
}

/** The checksum of one change. */
export function checksumOfChange(change: Change, version: ChecksumVersion, read: ReadBody): Checksum {
  const parts = checksumParts(change, version)
  if (parts.data !== undefined) return checksumOfData(parts.data, version, read)
  const ofText = parts.text === null ? null : checksumOfSql(parts, parts.text, version, read)
  if (parts.fields === null) return ofText ?? checksumOfText('', version)
  const ofFields = checksumOfText(dumpFields(change.kind, parts.fields), version)
  return ofText === null ? ofFields : checksumOfText(`${ofFields}:${ofText}`, version)
}

function checksumOfData(
  { tableName, file, comment }: NonNullable<ChecksumParts['data']>,
  version: ChecksumVersion,
  read: ReadBody,
): Checksum {
  const digest = startDigest('md5')
  for (const piece of dataBytes(bytesOf(file.body, read), comment)) digest.update(piece)
  return checksumOfText(`${tableName}:${version}:${digest.digest('hex')}`, version)
}

function checksumOfSql(parts: ChecksumParts, text: Body, version: ChecksumVersion, read: ReadBody): Checksum {
  // What is held anyway is hashed at one stroke.
  if (version === 9 && text.kind === 'held') {
    return `9:${md5(Buffer.concat([...withoutWhiteSpace(withoutMark(bytesOf(text, read)))]))}`
  }
  const digest = startDigest('md5')
  if (version === 9) {
    for (const bytes of withoutWhiteSpace(withoutMark(bytesOf(text, read)))) digest.update(bytes)
  } else {
    const { endDelimiter, splitStatements, stripComments } = parts.options ?? storedTextOptions
    digest.update(`${endDelimiter}:${splitStatements}:${stripComments}:`)
    for (const piece of withSingleBlanks(asLatin1(bytesOf(text, read)))) digest.update(piece, 'latin1')
  }
  return `${version}:${digest.digest('hex')}`
}

const storedTextOptions = { endDelimiter: ';', splitStatements: false, stripComments: false }

function bytesOf(body: Body, read: ReadBody): Iterable<Buffer> {
  return read.bytes?.(body) ?? encode(read(body))
}

function* encode(pieces: Iterable<string>): Generator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece)
}

/** A character for each byte: what is hashed need not be UTF-8. */
function* asLatin1(pieces: Iterable<Buffer>): Generator<string> {
  for (const bytes of pieces) yield bytes.toString('latin1')
}

const MARK = Buffer.from('\uFEFF')

/** Version 9 reads files as text, without their mark; version 8 hashes the mark along. */
function* withoutMark(pieces: Iterable<Buffer>): Generator<Buffer> {
  let first = true
  for (const piece of pieces) {
    yield first && piece.subarray(0, MARK.length).equals(MARK) ? piece.subarray(MARK.length) : piece
    first = false
  }
}

/** Most texts are: they are as they should be. */
const PLAIN = /^[\n\x20-\x7e]*$/

function checksumOfText(text: string, version: ChecksumVersion): Checksum {
  if (PLAIN.test(text)) return `${version}:${md5(text)}`
  const normal = text.replace(/\r\n?/g, '\n').replaceAll('\uFFFD', '').normalize('NFC')
  return `${version}:${md5(normal)}`
}

function isForPostgres(change: Change): boolean {
  const dbms = 'fields' in change ? change.fields['dbms'] : 'dbms' in change ? change.dbms : null
  return typeof dbms !== 'string' || admitsPostgres(splitList(trim(dbms)))
}
