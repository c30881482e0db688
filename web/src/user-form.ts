import { requireElement, textOf } from './dom.ts'
import { grantsEditor } from './grants-editor.ts'
import { onSubmit, showMessage } from './message.ts'
import { showToast } from './toast.ts'
import { changeUser, createUser, type User } from './user-api.ts'

export interface UserForm {
  /** Takes what stands about a user into the form. */
  edit(user: User): void
}

/** One form that adds users and changes them. */
export function startUserForm(targets: readonly string[], onDone: () => Promise<void>): UserForm {
  const form = requireElement('user-form', HTMLFormElement)
  const title = requireElement('user-title', HTMLHeadingElement)
  const message = requireElement('user-message', HTMLDivElement)
  const reset = requireElement('user-reset', HTMLButtonElement)
  const grants = grantsEditor(requireElement('user-grants', HTMLDivElement), targets)
  let edited: User | null = null
  const show = (user: User | null): void => {
    edited = user
    form.reset()
    showMessage(message, null)
    title.textContent = user === null ? 'Add a user' : `Change ${user.name}`
    setField(form, 'name', user?.name ?? '')
    setField(form, 'displayName', user?.displayName ?? '')
    requireElement('user-password', HTMLLabelElement).hidden = user !== null
    reset.hidden = user === null
    grants.set(user?.grants ?? [])
  }
  const send = async (): Promise<void> => {
    const name = textOf(form, 'name').trim()
    const displayName = textOf(form, 'displayName').trim() || null
    const password = textOf(form, 'password') || null
    const common = { name, displayName, grants: [...grants.read()] }
    if (edited === null) await createUser({ ...common, password })
    else await changeUser(edited.id, common)
    showToast(`${name} is saved.`, 'success')
    show(null)
    title.focus()
    await onDone()
  }
  onSubmit(form, message, send, 'Not saved')
  requireElement('add-grant', HTMLButtonElement).addEventListener('click', () => grants.add())
  reset.addEventListener('click', () => show(null))
  show(null)
  return {
    edit: (user) => {
      show(user)
      title.focus()
    },
  }
}

function setField(form: HTMLFormElement, name: string, value: string): void {
  const field = form.querySelector<HTMLInputElement>(`input[name=${name}]`)
  if (field !== null) field.value = value
}
