import { STATUS_CODES } from 'node:http'
import type { Code } from '../errors/catalog.ts'
import type { Complaint, DvmError } from '../errors/dvm-error.ts'
import { redact } from '../kit/redact.ts'
import type { Problem } from './contract/problem.ts'

/** What the catalogue says of these names host, port and user: true in a terminal, too much for a stranger. */
const UNNAMED: Partial<Record<Code, string>> = {
  DATABASE_UNREACHABLE: 'the database cannot be reached',
  DATABASE_REFUSED: 'the database refused the connection',
  DATABASE_BUSY: 'the database is busy',
  DATABASE_TIMEOUT: 'the database took too long',
  SCRATCH_REFUSED: 'the server cannot make a scratch database',
  TOOL_FAILED: 'a program of PostgreSQL failed',
}

/**
 * The problem a client sees. Absolute paths lose their folders, those below `roots` only the root; secrets are masked.
 * `reference` is the request's id.
 */
export function toProblem(error: DvmError, reference: string, roots: readonly string[]): Problem {
  const speak = (item: Complaint): string => UNNAMED[item.code] ?? withoutInternals(item.message, roots)
  const [first] = error.complaints
  return {
    type: `urn:dvm:problem:${first.code.toLowerCase().replaceAll('_', '-')}`,
    title: titleOf(first.code, error.status),
    status: error.status,
    detail: speak(first),
    instance: `urn:uuid:${reference}`,
    code: first.code,
    hint: first.hint,
    complaints: error.complaints.map((item) => ({ code: item.code, message: speak(item), place: item.place })),
  }
}

/** Takes secrets and this machine's folders out of a sentence. */
export function withoutInternals(text: string, roots: readonly string[]): string {
  let clean = redact(text)
  for (const root of roots) {
    if (root.length > 1) clean = clean.replaceAll(`${root}/`, '').replaceAll(root, '.')
  }
  return clean
    .replace(/(^|[\s'"(=,:])\/(?:[^\s/'"():,]+\/)+([^\s/'"():,]*)/g, '$1$2')
    .replace(/\b[A-Za-z]:\\(?:[^\s\\'"]+\\)+/g, '')
}

function titleOf(code: Code, status: number): string {
  const words = code.toLowerCase().replaceAll('_', ' ')
  return `${STATUS_CODES[status] ?? 'Error'}: ${words}`
}
