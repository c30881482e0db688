import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import type { StagedFacts } from '../../model/staged-package.ts'
import { CODINGS, type Coding } from '../../task/package-body.ts'
import { judgeConditions, rangeStands } from './conditions.ts'
import { contentDisposition } from './content-disposition.ts'
import { type Chosen, negotiateCoding } from './negotiate-coding.ts'
import { type ByteRange, readRange } from './read-range.ts'

/** The bytes that go out: of the file, or of a coding of it. */
export interface DownloadBody {
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
  /** All of them, where they are in memory. */
  readonly buffer: Buffer | null
  open(range?: ByteRange): Readable
}

/** A file that is handed out. */
export interface Download {
  readonly facts: StagedFacts
  /** The file in a coding; asked for `identity` where `codings` is empty. */
  body(coding: Chosen): Promise<DownloadBody>
}

/** What is packed already gains nothing, and what is very large would keep its first reader waiting. */
const PACKED = new Set(['application/gzip', 'application/zstd'])
const CODED_UP_TO = 64 << 20
const CODED_FROM = 256

/**
 * Answers with a file as RFC 9110 has it: conditions, one range, a coding by negotiation, HEAD. The ETag is the SHA-256 of
 * the file, with the coding's name behind it. Settles when the last byte is out or the client is gone. Fails, with nothing
 * sent yet, with ETAG_MISMATCH, RANGE_UNSATISFIABLE and NOT_ACCEPTABLE.
 */
export async function sendDownload(request: Request, response: Response, download: Download): Promise<void> {
  const { facts } = download
  const coding = chooseCoding(request, facts)
  const etag = etagOf(facts.sha256, coding)
  const verdict = judgeConditions(request.headers, etag)
  if (verdict === 'failed') throw fail('ETAG_MISMATCH', {})
  if (verdict === 'not-modified') {
    setFreshness(response, etag)
    response.status(304).end()
    return
  }
  const body = await download.body(coding)
  const range = rangeOf(request, response, body, etag)
  setFreshness(response, etag)
  setHeaders(response, facts, body, coding)
  if (range === null) setDigest(response, 'Content-Digest', body)
  else {
    response.status(206)
    response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${body.bytes}`)
    response.setHeader('Content-Length', range.end - range.start + 1)
  }
  await sendBody(request, response, body, range)
}

/** Strong: the same tag is the same bytes. */
export function etagOf(sha256: string, coding: Chosen): string {
  return coding === 'identity' ? `"${sha256}"` : `"${sha256}-${coding}"`
}

function chooseCoding({ headers }: Request, { contentType, bytes }: StagedFacts): Chosen {
  const isCoded = !PACKED.has(contentType) && bytes >= CODED_FROM && bytes <= CODED_UP_TO
  const codings: readonly Coding[] = isCoded ? CODINGS : []
  const given = headers['accept-encoding']
  const chosen = negotiateCoding(given === undefined ? undefined : String(given), codings)
  if (chosen === null) throw fail('NOT_ACCEPTABLE', { types: [...codings, 'identity'] })
  return chosen
}

/** The range to send, null for all of it. RANGE_UNSATISFIABLE, with what there is in `Content-Range`. */
function rangeOf(request: Request, response: Response, { bytes }: DownloadBody, etag: string): ByteRange | null {
  if (request.method !== 'GET' || !rangeStands(request.headers, etag)) return null
  const range = readRange(request.headers.range, bytes)
  if (range !== 'unsatisfiable') return range
  response.setHeader('Content-Range', `bytes */${bytes}`)
  throw fail('RANGE_UNSATISFIABLE', { bytes })
}

/** Kept by the client only, and asked for again each time. */
function setFreshness(response: Response, etag: string): void {
  response.setHeader('ETag', etag)
  response.setHeader('Cache-Control', 'private, no-cache')
  response.setHeader('Vary', 'Accept-Encoding')
}

function setHeaders(response: Response, facts: StagedFacts, body: DownloadBody, coding: Chosen): void {
  response.setHeader('Content-Type', facts.contentType)
  response.setHeader('Content-Disposition', contentDisposition(facts.fileName))
  response.setHeader('Content-Length', body.bytes)
  response.setHeader('Accept-Ranges', 'bytes')
  if (coding !== 'identity') response.setHeader('Content-Encoding', coding)
  setDigest(response, 'Repr-Digest', body)
  response.setHeader('X-Package-Kind', facts.kind)
  response.setHeader('X-Package-Generated-At', facts.generatedAt)
  response.setHeader('X-Package-SHA256', facts.sha256)
  if (facts.changesets !== null) response.setHeader('X-Package-Changesets', facts.changesets)
}

/** A digest of RFC 9530: of the representation, or of what is sent, which differ where only a range is. */
function setDigest(response: Response, header: 'Repr-Digest' | 'Content-Digest', { sha256 }: DownloadBody): void {
  response.setHeader(header, `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
}

async function sendBody(
  request: Request,
  response: Response,
  { buffer, open }: DownloadBody,
  range: ByteRange | null,
): Promise<void> {
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // The client left while the package was built: nobody is there to send to.
  if (response.closed || response.destroyed) return
  if (buffer !== null)
    return sendBuffer(response, range === null ? buffer : buffer.subarray(range.start, range.end + 1))
  try {
    await pipeline(open(range ?? undefined), response)
  } catch (error) {
    if (!isPrematureClose(error)) throw error
  }
}

/** One write; what the socket does not take waits in memory that the shelf holds anyway. */
async function sendBuffer(response: Response, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once('close', resolve)
    response.end(bytes)
  })
}

/** The client went away: its business, not a failure of ours. */
function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}
