import { requireElement, textElement } from './dom.ts'

const SHOWN_MS = 8_000

/** A line at the edge of the page that goes by itself; screen readers hear it. */
export function showToast(text: string, kind: 'success' | 'warning'): void {
  const line = textElement('p', text, kind)
  requireElement('toast', HTMLDivElement).append(line)
  setTimeout(() => line.remove(), SHOWN_MS)
}
