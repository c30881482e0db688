import type { Problem } from '../../src/http/contract/problem.ts'
import type { VersionsReply } from '../../src/http/contract/version-routes.ts'
import type { HealthReport } from '../../src/model/report.ts'
import type { PackageKind } from '../../src/model/selection.ts'
import type { OpenApi } from './openapi.ts'

/** The only caller of fetch. Paths are relative, so that the page also works below a path of a host site. */
const BASE = 'database-versions'

/** A failure in words for a person: `message` says what, `hint` what to do next. */
export class ApiError extends Error {
  readonly hint: string
  readonly complaints: readonly string[]

  constructor(message: string, hint: string, complaints: readonly string[] = []) {
    super(message)
    this.name = 'ApiError'
    this.hint = hint
    this.complaints = complaints
  }
}

export interface Download {
  readonly fileName: string
  readonly content: Blob
}

/** `total` is 0 until the server has built the package and said how long it is. */
export type OnBytes = (received: number, total: number) => void

/** An unhealthy server answers 503 with the same body, so both are read. */
export async function fetchHealth(): Promise<HealthReport> {
  const response = await call(`${BASE}/health`)
  if (response.status !== 200 && response.status !== 503) throw await toApiError(response)
  const body: unknown = await response.json().catch(() => null)
  if (!isHealthReport(body)) throw new ApiError('the health check gave no report', 'look into the log of the server')
  return body
}

export async function fetchVersions(offset: number, limit: number): Promise<VersionsReply> {
  const query = new URLSearchParams({ offset: String(offset), limit: String(limit) })
  const response = await call(`${BASE}?${query}`)
  if (!response.ok) throw await toApiError(response)
  return response.json()
}

export async function fetchPackage(kind: PackageKind, onBytes: OnBytes): Promise<Download> {
  const response = await call(`${BASE}/package/sql?${new URLSearchParams({ kind })}`)
  if (!response.ok || response.body === null) throw await toApiError(response)
  const total = Number(response.headers.get('Content-Length') ?? 0)
  const parts: BlobPart[] = []
  let received = 0
  onBytes(received, total)
  const reader = response.body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value)
      received += read.value.byteLength
      onBytes(received, total)
    }
  } catch {
    throw new ApiError('the download broke off', 'generate the package again')
  }
  const named = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')
  return { fileName: named?.[1] ?? 'database-package.sql', content: new Blob(parts, { type: 'text/plain' }) }
}

/** The API in its own words. */
export async function fetchOpenApi(): Promise<OpenApi> {
  const response = await send('openapi.json', {})
  if (!response.ok) throw await toApiError(response)
  return response.json()
}

let token: Promise<string> | null = null

async function call(path: string): Promise<Response> {
  token ??= fetchToken()
  // A token that could not be had is asked for again by the next call.
  token.catch(() => {
    token = null
  })
  return send(path, { 'X-CSRF-Token': await token })
}

async function fetchToken(): Promise<string> {
  const response = await send(`${BASE}/csrf-token`, {})
  if (!response.ok) throw await toApiError(response)
  const reply: { token: string } = await response.json()
  return reply.token
}

async function send(path: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(path, {
      credentials: 'same-origin',
      headers: { ...headers, 'X-Requested-With': 'XMLHttpRequest' },
    })
  } catch {
    throw new ApiError('the server does not answer', 'check that it runs, then try again')
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false
  const problem: Problem | null = isProblem ? await response.json().catch(() => null) : null
  if (problem === null) return new ApiError(`the server answered ${response.status}`, 'look into its log')
  const complaints = problem.complaints.map(({ message, place }) =>
    place === null ? message : `${place.file}:${place.line}:${place.column}: ${message}`,
  )
  return new ApiError(problem.detail, problem.hint, complaints)
}

function isHealthReport(body: unknown): body is HealthReport {
  return typeof body === 'object' && body !== null && 'packageGeneration' in body && 'database' in body
}
