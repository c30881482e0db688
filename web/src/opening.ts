/** What the address said when the page was opened. */
export interface Opening {
  /** Code of the setup link; null where there is none. */
  readonly setupCode: string | null
  /** What to tell whoever has to sign in; null: nothing. */
  readonly reason: string | null
}

const REASONS: Readonly<Record<string, string>> = {
  failed:
    'Signing in by your company has failed. Try again, or ask an administrator whether your account is known here.',
  out: 'You are signed out.',
}

/** Reads the address, and takes out of it what nobody is to find in a history or over a shoulder. */
export function takeOpening(): Opening {
  const given = new URLSearchParams(location.hash.slice(1))
  const setupCode = given.get('setup')
  const signIn = given.get('sign-in')
  if (setupCode !== null || signIn !== null) history.replaceState(null, '', location.pathname + location.search)
  return { setupCode, reason: signIn === null ? null : (REASONS[signIn] ?? null) }
}

/** Whether an address says something that is to be taken. */
export function isOpening(hash: string): boolean {
  return /^#(setup|sign-in)=/.test(hash)
}

/** Begins anew: nothing of what was shown stays in the page. */
export function leave(): void {
  history.replaceState(null, '', '#sign-in=out')
  location.reload()
}
