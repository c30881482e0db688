import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type RunningProvider, serveProvider } from './open-id-provider.ts'
import type { Visit } from './tab.ts'
import { locationOf } from './tab.ts'

/** What this provider does wrong; nothing where it is empty. */
export interface Oddness {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  /** Signs with a key that it does not show. */
  readonly foreignKey?: boolean
  readonly unsigned?: boolean
  readonly token?: { readonly status: number; readonly body: unknown }
  readonly userInfo?: Record<string, unknown>
  readonly discovery?: Record<string, unknown>
  /** Answers discovery with this status. */
  readonly down?: number
}

export interface OddProvider extends RunningProvider {
  /** From now on. */
  be(oddness: Oddness): void
  /** The redirect by which it sends the browser back, signed in. */
  answer(start: Visit): URL
  /** How often somebody asked what it can do. */
  readonly asked: () => number
}

/** A provider that says what it is told to: what no real one would. */
export async function oddProvider(): Promise<OddProvider> {
  const [shown, hidden] = [rsa(), rsa()]
  let oddness: Oddness = {}
  let nonce = ''
  let asked = 0
  const running = await serveProvider((issuer) => (request, response) => {
    const say = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const path = request.url?.replace(/\?.*/, '')
    if (path === '/.well-known/openid-configuration') {
      asked += 1
      return oddness.down === undefined ? say({ ...metadataOf(issuer), ...oddness.discovery }) : say({}, oddness.down)
    }
    if (path === '/jwks')
      return say({ keys: [{ ...shown.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }] })
    if (path === '/userinfo') return say({ sub: oddness.claims?.['sub'] ?? 'sub', ...oddness.userInfo })
    if (oddness.token !== undefined) return say(oddness.token.body, oddness.token.status)
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, sub: 'sub', aud: 'dvm', exp: now + 60, iat: now, nonce, ...oddness.claims }
    const idToken = jwt(claims, oddness, (oddness.foreignKey ? hidden : shown).privateKey)
    say({ access_token: 'access', token_type: 'Bearer', id_token: idToken })
  })
  return {
    ...running,
    be: (given) => {
      oddness = given
    },
    answer: (start) => {
      const asked = locationOf(start).searchParams
      nonce = asked.get('nonce') ?? ''
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', 'a code')
      back.searchParams.set('state', asked.get('state') ?? '')
      return back
    },
    asked: () => asked,
  }
}

function metadataOf(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
}

function rsa(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 })
}

function jwt(claims: unknown, { header, unsigned = false }: Oddness, key: KeyObject): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', kid: 'one', ...header })}.${part(claims)}`
  return `${text}.${unsigned ? '' : sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
