import type { Configuration } from 'openid-client'
import type { OpenIdSettings } from '../../model/open-id.ts'
import { isLoopback } from '../../model/server-settings.ts'

/** Loaded where OpenID Connect is configured, and nowhere else. */
export type OpenIdLibrary = typeof import('openid-client')

export interface Provider {
  readonly library: OpenIdLibrary
  readonly config: Configuration
}

export type FindProvider = () => Promise<Provider>

/** A provider that moves its endpoints is followed within the hour. */
const FRESH_MS = 60 * 60 * 1000
const TIMEOUT_S = 10
/** How far the clocks of the provider and of this machine may be apart. */
const TOLERANCE_S = 60

/**
 * Asks the provider what it can do (OpenID Connect Discovery 1.0) when somebody first signs in, and now and then; whoever
 * comes meanwhile waits for the same answer. What was known stays good where it cannot be asked again; where nothing is
 * known, the next one asks anew. Fails with what the library fails with.
 */
export function createProvider(settings: OpenIdSettings, clientSecret: string | null, now = Date.now): FindProvider {
  let known: { readonly provider: Provider; readonly until: number } | null = null
  let asking: Promise<Provider> | null = null
  const ask = async (): Promise<Provider> => {
    try {
      const provider = await discover(settings, clientSecret)
      known = { provider, until: now() + FRESH_MS }
      return provider
    } catch (error) {
      if (known === null) throw error
      return known.provider
    } finally {
      asking = null
    }
  }
  return () => {
    if (known !== null && now() < known.until) return Promise.resolve(known.provider)
    asking ??= ask()
    return asking
  }
}

async function discover({ issuer, clientId }: OpenIdSettings, clientSecret: string | null): Promise<Provider> {
  const library = await import('openid-client')
  const url = new URL(issuer)
  const insecure = url.protocol === 'http:' && isLoopback(url.hostname) ? [library.allowInsecureRequests] : []
  const options = { timeout: TIMEOUT_S, execute: insecure }
  const found = await library.discovery(url, clientId, undefined, library.None(), options)
  const metadata = found.serverMetadata()
  const config = new library.Configuration(
    metadata,
    clientId,
    { [library.clockTolerance]: TOLERANCE_S },
    authenticationOf(library, clientSecret, metadata.token_endpoint_auth_methods_supported),
  )
  config.timeout = TIMEOUT_S
  for (const extension of insecure) extension(config)
  // Without it the library takes TLS for proof enough of who made an ID token.
  library.enableNonRepudiationChecks(config)
  return { library, config }
}

/** What says nothing takes `client_secret_basic` (OpenID Connect Discovery 1.0, 3). */
function authenticationOf(
  library: OpenIdLibrary,
  clientSecret: string | null,
  methods: readonly string[] = ['client_secret_basic'],
) {
  if (clientSecret === null) return library.None()
  if (methods.includes('client_secret_basic')) return library.ClientSecretBasic(clientSecret)
  return library.ClientSecretPost(clientSecret)
}
