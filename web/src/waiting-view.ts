import { requireElement } from './dom.ts'
import { toApiError } from './message.ts'
import { showView } from './views.ts'

const AGAIN_MS = 10_000

/** Asks until there is an answer; meanwhile the page says why there is none. */
export async function untilAnswered<T>(asked: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await asked()
    } catch (error) {
      await pause(error)
    }
  }
}

function pause(error: unknown): Promise<void> {
  const { message, hint } = toApiError(error)
  const text = requireElement('waiting-text', HTMLParagraphElement)
  const button = requireElement('try-again', HTMLButtonElement)
  text.textContent = `The page cannot be shown now: ${message}. Next step: ${hint}. It tries again every ten seconds.`
  button.hidden = false
  showView('waiting', { focus: false })
  return new Promise((resolve) => {
    const again = (): void => {
      clearTimeout(timer)
      button.onclick = null
      resolve()
    }
    const timer = setTimeout(again, AGAIN_MS)
    button.onclick = again
  })
}
