import type { Problem } from '../../src/http/contract/problem.ts'
import type { csrfTokenRoute } from '../../src/http/contract/session-routes.ts'
import { ApiError } from './api-error.ts'
import { type Filled, type Given, queryOf, type Reply, type Route } from './route-types.ts'

/** The only caller of fetch and EventSource. Paths are relative, so that the page also works below a path of a host site. */
const BASE = 'api/v1'

let token: Promise<string> | null = null
let waitForSignIn: () => Promise<void> = () => new Promise(() => undefined)

/** `handler` is told when a call met the end of the session; the call is made again when its promise is kept. */
export function whenSessionEnds(handler: () => Promise<void>): void {
  waitForSignIn = handler
}

/** Another session has another token: to be called after each sign-in and sign-out. */
export function forgetToken(): void {
  token = null
}

/**
 * Calls an operation by its contract, e.g. `call<typeof readUserRoute>('get', '/users/…', {})`. Fails with ApiError. A
 * session that is over is waited for; a token of another one is renewed once.
 */
export async function call<R extends Route>(
  method: R['method'],
  path: Filled<R['path']>,
  given: Given<R>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply<R>> {
  const response = await ask(`${BASE}${path}${queryOf(given.query)}`, {
    method: method.toUpperCase(),
    headers: given.body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    body: given.body === undefined ? null : JSON.stringify(given.body),
  })
  // The type is the contract's; tests hold the server to it.
  return (response.status === 204 ? undefined : await response.json()) as Reply<R>
}

/** The first `bytes` of a file, and whether that is all of it. */
export async function fetchHead(path: string, bytes: number): Promise<{ content: Uint8Array; whole: boolean }> {
  const response = await ask(`${BASE}${path}`, { method: 'GET', headers: { Range: `bytes=0-${bytes - 1}` } })
  const length = Number(/\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? 0)
  const content = new Uint8Array(await response.arrayBuffer())
  return { content, whole: response.status === 200 || content.length >= length }
}

/** Where a link leads to; the browser saves it under the name the server gives. */
export function addressOf(path: string): string {
  return `${BASE}${path}`
}

/** The document that describes the API. */
export async function fetchDocument<T>(): Promise<T> {
  const response = await send('openapi.json', {})
  if (!response.ok) throw await toApiError(response)
  return (await response.json()) as T
}

export interface EventHandlers {
  onEvent(name: string, data: string): void
  /** The stream is gone, and the browser does not try again. */
  onClosed(): void
}

/** Listens to Server-Sent Events; gives what stops that. */
export function openEvents(path: string, names: readonly string[], { onEvent, onClosed }: EventHandlers): () => void {
  const source = new EventSource(`${BASE}${path}`)
  for (const name of names) source.addEventListener(name, (event) => onEvent(name, dataOf(event)))
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) onClosed()
  })
  return () => source.close()
}

function dataOf(event: Event): string {
  return event instanceof MessageEvent ? String(event.data) : ''
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  for (let renewed = false; ; ) {
    const headers = new Headers(init.headers)
    headers.set('X-CSRF-Token', await csrfToken())
    const response = await send(path, { ...init, headers })
    // An unhealthy server says so with 503 and its report, which is an answer.
    if (response.ok || isPlainJson(response)) return response
    const error = await toApiError(response)
    if (error.code === 'SIGN_IN_REQUIRED') await waitForSignIn()
    else if (error.code === 'CSRF_INVALID' && !renewed) {
      renewed = true
      forgetToken()
    } else throw error
  }
}

function csrfToken(): Promise<string> {
  if (token !== null) return token
  const asked = fetchToken()
  token = asked
  // One that could not be had is asked for again by the next call.
  asked.catch(() => {
    if (token === asked) token = null
  })
  return asked
}

async function fetchToken(): Promise<string> {
  const response = await send(`${BASE}/database-versions/csrf-token`, {})
  if (!response.ok) throw await toApiError(response)
  const reply = (await response.json()) as Reply<typeof csrfTokenRoute>
  return reply.token
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('X-Requested-With', 'XMLHttpRequest')
  try {
    return await fetch(path, { ...init, headers, credentials: 'same-origin' })
  } catch {
    throw new ApiError({ message: 'the server does not answer', hint: 'check that it runs, then try again' })
  }
}

function isPlainJson(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith('application/json') ?? false
}

async function toApiError(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false
  const problem = isProblem ? ((await response.json().catch(() => null)) as Problem | null) : null
  if (problem !== null) return ApiError.of(problem)
  return new ApiError({ message: `the server answered ${response.status}`, hint: 'try again; its log says why' })
}
