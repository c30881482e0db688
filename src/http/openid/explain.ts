import type { OpenIdRefusal } from '../../model/open-id.ts'

const LONGEST = 300
/** Codes of what never became an answer, as the library and Node have them. */
const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])
/** What the provider itself said: an answer with `error` (RFC 6749, 4.1.2.1 and 5.2). */
const SAID = new Set(['AuthorizationResponseError', 'ResponseBodyError', 'WWWAuthenticateChallengeError'])

/** What kind of refusal an error of openid-client is. */
export function refusalOf(error: unknown): OpenIdRefusal {
  if (!(error instanceof Error)) return 'response-invalid'
  if (SAID.has(error.name)) return 'provider-refused'
  // Node's fetch tells a connection that failed by a TypeError with a cause, and a late answer by the cause's name.
  const failed = error instanceof TypeError && error.cause !== undefined
  return failed || UNREACHABLE.has(codeOf(error)) ? 'provider-unreachable' : 'response-invalid'
}

/** An error of openid-client in a line for the log: its words, never the tokens that came with it. */
export function explain(error: unknown): string {
  const words: string[] = []
  for (let each = error; each instanceof Error && words.length < 4; each = each.cause) {
    const said = SAID.has(each.name) ? saidOf(each) : []
    words.push([each.message, codeOf(each), ...said].filter((part) => part !== '').join(' '))
    // What else hangs on the provider's own answer is its body.
    if (said.length > 0) break
  }
  return words.join(': ').slice(0, LONGEST)
}

function saidOf(error: Error): readonly string[] {
  const { error: name, error_description: description } = error as { error?: unknown; error_description?: unknown }
  return [name, description].filter((part) => typeof part === 'string')
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
