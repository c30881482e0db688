import { option, requireElement } from './dom.ts'
import { toApiError } from './message.ts'
import { leave } from './opening.ts'
import { signOut } from './session-api.ts'
import type { Standing } from './standing.ts'
import { showToast } from './toast.ts'

/** Who is signed in, the choice of the database, and the way out. */
export function startHeader({ identity, targets, target }: Standing, onTarget: (name: string) => void): void {
  const isLocal = identity.kind === 'local'
  requireElement('who', HTMLSpanElement).textContent = isLocal ? 'Nobody has to sign in here' : identity.name
  const button = requireElement('sign-out', HTMLButtonElement)
  button.hidden = isLocal
  button.addEventListener('click', () => void goOut())
  const choice = requireElement('target', HTMLSelectElement)
  choice.replaceChildren(...targets.map(({ name }) => option(name, name)))
  choice.value = target?.name ?? ''
  requireElement('target-choice', HTMLLabelElement).hidden = targets.length < 2
  choice.addEventListener('change', () => onTarget(choice.value))
}

async function goOut(): Promise<void> {
  try {
    await signOut()
    leave()
  } catch (error) {
    showToast(`Not signed out: ${toApiError(error).message}.`, 'warning')
  }
}
