import { ApiError } from './api-error.ts'
import { requireElement, textOf } from './dom.ts'
import { onSubmit } from './message.ts'
import { completeSetup } from './session-api.ts'
import type { SignedIn } from './sign-in-view.ts'
import { showView } from './views.ts'

/** Shows the form of the first administrator, until there is one. */
export function askForFirstAdministrator(code: string): Promise<SignedIn> {
  const form = requireElement('setup-form', HTMLFormElement)
  showView('setup', { focus: true })
  form.querySelector('input')?.focus()
  return new Promise((resolve) => {
    const send = async (): Promise<void> => {
      const session = await completeSetup({ code, name: textOf(form, 'name').trim(), password: newPasswordOf(form) })
      form.reset()
      if (session.identity !== null) resolve({ ...session, identity: session.identity })
    }
    onSubmit(form, requireElement('setup-message', HTMLDivElement), send, 'No administrator')
  })
}

/** The password that was typed twice; fails where the two differ. */
export function newPasswordOf(form: HTMLFormElement, name = 'password'): string {
  const password = textOf(form, name)
  if (password === textOf(form, 'again')) return password
  throw new ApiError({ message: 'the two passwords are not the same', hint: 'type the new password twice' })
}
