import { PRODUCT } from '../kit/version.ts'
import type { PackageFacts } from '../model/package.ts'
import { readDigestLine } from './digest-line.ts'
import { invalid } from './read-sections.ts'

/** What a package says at its ends. */
export interface PackageEnds {
  readonly facts: PackageFacts
  /** The SHA-256 in its last line, of everything above it. */
  readonly sha256: string
  /** Bytes of that line. */
  readonly digestLength: number
}

/**
 * What a package says of itself at its ends, looked at before anything of it is sent. Fails with PACKAGE_INVALID where
 * there is none, and where it breaks off.
 */
export function readPackageFacts(path: string, { head, tail }: { head: string; tail: string }): PackageEnds {
  if (head.trim() === '') throw invalid(path, 'it is empty')
  if (/^\uFEFF?<\?xml/.test(head)) throw invalid(path, 'it is XML: Liquibase runs a Liquibase package')
  if (PACKED.test(head)) throw invalid(path, 'it is packed; unpack it first, with gzip -d or zstd -d')
  const line = /^-- dvm:package (\{.*\})\r?$/m.exec(head)?.[1]
  if (line === undefined || !head.includes(`-- Product:          ${PRODUCT} `))
    throw invalid(path, 'its header is missing')
  const facts = parseFacts(line)
  if (facts === null) throw invalid(path, 'its header was changed')
  if (!tail.includes(`-- dvm:end ${facts.id}`)) throw invalid(path, 'it breaks off before its end')
  const digest = readDigestLine(tail)
  if (digest === null) throw invalid(path, 'its last line, the SHA-256 of all others, is missing or was changed')
  return { facts, sha256: digest.sha256, digestLength: digest.length }
}

/** How gzip and zstd begin, read as UTF-8. */
const PACKED = /^(?:\x1f\ufffd|\(\ufffd\/\ufffd)/

/** Its shape, by which each kind of package can say more of itself. */
const SHAPE: Readonly<Record<Exclude<keyof PackageFacts, 'schemas'>, readonly string[]>> = {
  product: ['string'],
  productVersion: ['string'],
  id: ['string'],
  kind: ['string'],
  generatedAt: ['string'],
  changelog: ['string'],
  source: ['string', 'null'],
  changesets: ['number'],
  transaction: ['string'],
  client: ['string'],
  minServerVersion: ['number'],
  allowed: ['array'],
  fingerprint: ['object', 'null'],
  path: ['object', 'null'],
}

function parseFacts(json: string): PackageFacts | null {
  let facts: Record<string, unknown>
  try {
    facts = JSON.parse(json) as Record<string, unknown>
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  const fits = Object.entries(SHAPE).every(([name, types]) => types.includes(typeName(facts[name])))
  return fits ? (facts as unknown as PackageFacts) : null
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
