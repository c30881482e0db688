import { fail } from '../../errors/dvm-error.ts'
import type { Log } from '../../kit/log.ts'
import type { OpenIdClaims, OpenIdRefusal, OpenIdSettings } from '../../model/open-id.ts'
import { ATTEMPT_MS } from './attempt-cookie.ts'
import { explain, refusalOf } from './explain.ts'
import { createProvider, type Provider } from './provider.ts'
import { lacksClaims, type RawClaims, readClaims } from './read-claims.ts'
import type { Attempt } from './sealed-attempt.ts'

/** What the provider answered: who it is, or why nobody was let in, in words for the log. */
export type Answered =
  | { readonly claims: OpenIdClaims }
  | { readonly refusal: OpenIdRefusal; readonly explanation: string }

/** The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 9700). */
export interface OpenId {
  readonly settings: OpenIdSettings
  /** Where the browser goes, and what is to be remembered till it comes back. Fails with OPENID_UNAVAILABLE. */
  begin(redirectUri: string, now: Date): Promise<{ readonly url: string; readonly attempt: Attempt }>
  /** `query`: what the browser brought, from `?` on. Its state was compared by then. */
  complete(attempt: Attempt, query: string): Promise<Answered>
}

export function createOpenId(settings: OpenIdSettings, clientSecret: string | null, log: Log): OpenId {
  const findProvider = createProvider(settings, clientSecret)
  return {
    settings,
    begin: async (redirectUri, now) => {
      try {
        return await beginAt(await findProvider(), settings, redirectUri, now)
      } catch (error) {
        log.warn('the OpenID provider cannot be asked', { explanation: explain(error) })
        throw fail('OPENID_UNAVAILABLE', {}, null, { cause: error })
      }
    },
    complete: async (attempt, query) => {
      try {
        const found = await ask(await findProvider(), settings, attempt, query)
        return typeof found === 'string' ? { refusal: 'response-invalid', explanation: found } : { claims: found }
      } catch (error) {
        // Whatever the provider answers is a refusal, and none of it an accident of ours.
        return { refusal: refusalOf(error), explanation: explain(error) }
      }
    },
  }
}

async function beginAt({ library, config }: Provider, settings: OpenIdSettings, redirectUri: string, now: Date) {
  const [state, nonce, verifier] = [library.randomState(), library.randomNonce(), library.randomPKCECodeVerifier()]
  const url = library.buildAuthorizationUrl(config, {
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: settings.scopes.join(' '),
    state,
    nonce,
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, attempt: { state, nonce, verifier, redirectUri, expiresAt: now.getTime() + ATTEMPT_MS } }
}

async function ask(
  { library, config }: Provider,
  settings: OpenIdSettings,
  { state, nonce, verifier, redirectUri }: Attempt,
  query: string,
): Promise<OpenIdClaims | string> {
  const tokens = await library.authorizationCodeGrant(config, new URL(query, redirectUri), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const idToken = tokens.claims()
  if (idToken === undefined) return 'there is no ID token'
  const isAsked = config.serverMetadata().userinfo_endpoint !== undefined && lacksClaims(idToken, settings)
  const userInfo: RawClaims = isAsked ? await library.fetchUserInfo(config, tokens.access_token, idToken.sub) : {}
  return readClaims(idToken, userInfo, settings)
}
