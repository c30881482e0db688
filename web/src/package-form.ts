import type { PackageKind } from '../../src/model/selection.ts'
import { ApiError, type Download, fetchPackage } from './api.ts'
import { requireElement, textElement } from './dom.ts'
import { formatBytes } from './format.ts'
import { showToast } from './toast.ts'

const KINDS: readonly PackageKind[] = ['deployed', 'pending', 'offline']

export interface PackageForm {
  /** Whether the server could build a package now. */
  allow(healthy: boolean): void
}

/** The generate button with its kind, progress and messages. `onDone` is told after each try. */
export function startPackageForm(onDone: () => void): PackageForm {
  const form = requireElement('package-form', HTMLFormElement)
  const button = requireElement('generate', HTMLButtonElement)
  let running = false
  let healthy = false
  const refresh = (): void => {
    button.disabled = running || !healthy
    button.setAttribute('aria-busy', String(running))
  }

  const generate = async (): Promise<void> => {
    // The button is disabled by then, but Enter in the form and scripts of a host page still come here.
    if (running) return showToast('A package is already in progress.', 'warning')
    if (!healthy) return showToast('The server is not healthy.', 'warning')
    running = true
    refresh()
    showMessage(null)
    showProgress('Building the package', 0, 0)
    try {
      const download = await fetchPackage(chosenKind(form), (received, total) => {
        showProgress(`Downloading ${formatBytes(received)} of ${formatBytes(total)}`, received, total)
      })
      save(download)
      showToast(`Saved ${download.fileName} (${formatBytes(download.content.size)})`, 'success')
    } catch (error) {
      showMessage(error)
    } finally {
      running = false
      hideProgress()
      refresh()
      onDone()
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void generate()
  })
  return {
    allow(now) {
      healthy = now
      refresh()
    },
  }
}

function chosenKind(form: HTMLFormElement): PackageKind {
  const value = new FormData(form).get('kind')
  return KINDS.find((kind) => kind === value) ?? 'deployed'
}

function save(download: Download): void {
  const address = URL.createObjectURL(download.content)
  const link = document.createElement('a')
  link.href = address
  link.download = download.fileName
  link.click()
  // The browser takes the content after this turn; a minute is long enough to begin.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function showProgress(text: string, received: number, total: number): void {
  const bar = requireElement('progress-bar', HTMLProgressElement)
  if (total > 0) {
    bar.max = total
    bar.value = received
  } else {
    bar.removeAttribute('value')
  }
  requireElement('progress-text', HTMLSpanElement).textContent = text
  requireElement('progress', HTMLParagraphElement).hidden = false
}

function hideProgress(): void {
  requireElement('progress', HTMLParagraphElement).hidden = true
}

function showMessage(error: unknown): void {
  const box = requireElement('message', HTMLDivElement)
  box.replaceChildren()
  box.hidden = error === null
  if (error === null) return
  const known = error instanceof ApiError ? error : new ApiError('the package could not be saved', 'try again')
  box.append(textElement('p', `No package: ${known.message}.`), textElement('p', `Next step: ${known.hint}.`))
  if (known.complaints.length > 1) {
    const list = document.createElement('ul')
    list.append(...known.complaints.map((text) => textElement('li', text)))
    box.append(list)
  }
}
