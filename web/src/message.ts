import { ApiError } from './api-error.ts'
import { textElement } from './dom.ts'

/** Says in plain words what failed, why, and what to do next; null takes it away. */
export function showMessage(box: HTMLElement, error: unknown, what = ''): void {
  box.replaceChildren()
  box.hidden = error === null
  if (error === null) return
  const known = toApiError(error)
  const said = what === '' ? `${upperFirst(known.message)}.` : `${what}: ${known.message}.`
  box.append(textElement('p', said), textElement('p', `Next step: ${known.hint}.`))
  // A single complaint mostly is the message; with its place it tells more.
  const [first, ...others] = known.complaints
  if (first === undefined || (others.length === 0 && first === known.message)) return
  const list = document.createElement('ul')
  list.append(...known.complaints.map((text) => textElement('li', text)))
  box.append(list)
}

export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError({ message: 'the page met something it does not know', hint: 'load it again' })
}

/** Does what a form is for: its button is off meanwhile, and what fails is told in `box`. */
export function onSubmit(form: HTMLFormElement, box: HTMLElement, act: () => Promise<void>, what = ''): void {
  let running = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (running) return
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]')
    running = true
    if (button !== null) button.disabled = true
    showMessage(box, null)
    try {
      await act()
    } catch (error) {
      showMessage(box, error, what)
    } finally {
      running = false
      if (button !== null) button.disabled = false
    }
  })
}

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
