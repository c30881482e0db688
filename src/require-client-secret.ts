import { fail } from './errors/dvm-error.ts'
import { keepSecret } from './kit/redact.ts'
import type { OpenIdSettings } from './model/open-id.ts'
import { readNamedFile } from './storage/read-named-file.ts'

/** The secret by which the OpenID provider knows us; null: it knows us by none. Fails as `readNamedFile`, and SETTING_INVALID. */
export function requireClientSecret({ clientSecret, clientSecretFile }: OpenIdSettings): string | null {
  if (clientSecretFile === null) return clientSecret
  const text = Buffer.from(readNamedFile(clientSecretFile, '/')).toString('utf8').trim()
  keepSecret(text)
  if (text !== '') return text
  throw fail('SETTING_INVALID', { setting: '--oidc-client-secret-file', from: clientSecretFile, detail: 'it is empty' })
}
