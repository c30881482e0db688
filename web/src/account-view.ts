import { ask } from './ask.ts'
import { requireElement, showFacts, textOf } from './dom.ts'
import { onSubmit, toApiError } from './message.ts'
import { leave } from './opening.ts'
import { changePassword, signOutEverywhere } from './session-api.ts'
import { newPasswordOf } from './setup-view.ts'
import type { Standing } from './standing.ts'
import { showToast } from './toast.ts'
import { startTokens } from './tokens-view.ts'

/** Roles, password, sessions and tokens of whoever is signed in. */
export function startAccountView(standing: Standing): { load(): Promise<void> } {
  const { identity } = standing
  const grants = identity.grants.map(({ target, role }) => `${role} on ${target === '*' ? 'all databases' : target}`)
  showFacts(requireElement('account-facts', HTMLDListElement), [
    ['Name', identity.name],
    ['Roles', grants.length === 0 ? 'none' : grants.join(', ')],
  ])
  startPasswordForm(identity.name)
  requireElement('sign-out-everywhere', HTMLButtonElement).addEventListener('click', () => void endSessions())
  return startTokens(standing)
}

function startPasswordForm(name: string): void {
  const form = requireElement('password-form', HTMLFormElement)
  // So that password managers know whose it is.
  const user = form.querySelector<HTMLInputElement>('input[name=name]')
  if (user !== null) user.value = name
  const send = async (): Promise<void> => {
    await changePassword({ current: textOf(form, 'current'), next: newPasswordOf(form, 'next') })
    form.reset()
    if (user !== null) user.value = name
    showToast('The password is changed. Your other sessions have ended.', 'success')
  }
  onSubmit(form, requireElement('password-message', HTMLDivElement), send, 'Not changed')
}

async function endSessions(): Promise<void> {
  const sure = await ask({
    title: 'Sign out everywhere?',
    text: 'All your sessions end, this one too. Tokens stay.',
    yes: 'Sign out everywhere',
  })
  if (sure === null) return
  try {
    await signOutEverywhere()
    leave()
  } catch (error) {
    showToast(`Not signed out: ${toApiError(error).message}.`, 'warning')
  }
}
