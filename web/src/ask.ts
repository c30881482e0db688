import { requireElement } from './dom.ts'

export interface Question {
  readonly title: string
  readonly text: string
  /** What the button says that does it. */
  readonly yes: string
  /** Name of a password that is asked for as well. */
  readonly password?: string
}

/** Asks before something that cannot be taken back: the password or an empty text, null where the answer is no. */
export function ask({ title, text, yes, password }: Question): Promise<string | null> {
  const dialog = requireElement('ask', HTMLDialogElement)
  const form = requireElement('ask-form', HTMLFormElement)
  const input = requireElement('ask-input', HTMLInputElement)
  requireElement('ask-title', HTMLHeadingElement).textContent = title
  requireElement('ask-text', HTMLParagraphElement).textContent = text
  requireElement('ask-yes', HTMLButtonElement).textContent = yes
  requireElement('ask-label', HTMLSpanElement).textContent = password ?? ''
  requireElement('ask-field', HTMLLabelElement).hidden = password === undefined
  input.value = ''
  input.required = password !== undefined
  const no = requireElement('ask-no', HTMLButtonElement)
  return new Promise((resolve) => {
    let answer: string | null = null
    form.onsubmit = (event) => {
      event.preventDefault()
      answer = input.value
      dialog.close()
    }
    no.onclick = () => dialog.close()
    // Escape closes it, too.
    dialog.onclose = () => {
      input.value = ''
      resolve(answer)
    }
    dialog.showModal()
    if (password === undefined) no.focus()
    else input.focus()
  })
}
