import { redact } from '../../kit/redact.ts'
import type { Warning } from '../../model/changelog.ts'
import { formatPlace } from '../../model/place.ts'
import type { Paint } from './paint.ts'
import { visible } from './visible.ts'

/** `warning: place: message [CODE]`, each on its line. */
export function formatWarnings(warnings: readonly Warning[], paint: Paint, secrets: readonly string[]): string {
  const lines = warnings.map(({ code, message, place }) => {
    const where = place === null ? '' : `${formatPlace(place)}: `
    return `${paint.warn('warning:')} ${visible(redact(`${where}${message} [${code}]`, secrets))}\n`
  })
  return lines.join('')
}
