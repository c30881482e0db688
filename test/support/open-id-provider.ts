import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { locationOf, type Tab, type Visit } from './tab.ts'

export const CLIENT = { id: 'dvm', secret: 'a secret of both' }
export const PUBLIC_CLIENT = 'dvm-public'

/** Claims of somebody by the name that he signs in with. */
export type People = Record<string, Record<string, unknown>>

export interface RunningProvider {
  readonly issuer: string
  close(): Promise<void>
}

/** A real OpenID provider on loopback, which knows whoever is in `people`; its forms take any password. */
export async function openIdProvider(redirectUri: string, people: People): Promise<RunningProvider> {
  return serveProvider((issuer) => {
    const client = { redirect_uris: [redirectUri], response_types: ['code'], grant_types: ['authorization_code'] }
    const provider = new Provider(issuer, {
      clients: [
        { ...client, client_id: CLIENT.id, client_secret: CLIENT.secret },
        { ...client, client_id: PUBLIC_CLIENT, token_endpoint_auth_method: 'none' },
      ],
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'groups', 'preferred_username'],
      },
      cookies: { keys: ['of a test'] },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
      findAccount: (_context: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, ...people[id] }),
      }),
    })
    return provider.callback()
  })
}

export async function serveProvider(handlerOf: (issuer: string) => RequestListener): Promise<RunningProvider> {
  let handle: RequestListener = (_request, response) => response.writeHead(503).end()
  const server: Server = createServer((request, response) => handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  handle = handlerOf(issuer)
  return {
    issuer,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Fills in the provider's forms as somebody, until it sends the browser away from itself: gives the redirect that leads to
 * the callback.
 */
export async function signInAtProvider(tab: Tab, start: Visit, login: string): Promise<URL> {
  const { host } = locationOf(start)
  let visit = await tab.go(locationOf(start), start.url)
  for (let steps = 0; steps < 12; steps += 1) {
    if (visit.status >= 300 && visit.status < 400) {
      const next = locationOf(visit)
      if (next.host !== host) return next
      visit = await tab.go(next, visit.url)
      continue
    }
    const action = /<form[^>]* action="([^"]+)"/.exec(visit.text)?.[1]
    const prompt = /name="prompt" value="(\w+)"/.exec(visit.text)?.[1]
    if (action === undefined || prompt === undefined) throw new Error(`no form in ${visit.status} ${visit.text}`)
    const form: Record<string, string> = prompt === 'login' ? { prompt, login, password: 'any' } : { prompt }
    visit = await tab.go(new URL(action, visit.url), visit.url, form)
  }
  throw new Error('the provider never sent the browser back')
}
