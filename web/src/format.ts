const UNITS = ['bytes', 'KB', 'MB', 'GB']

export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}

/** `2026-01-31 12:00:05`: the column has no zone, so none is claimed and nothing is converted. */
export function formatExecutedAt(text: string): string {
  return text.replace('T', ' ').replace(/\.\d+$/, '')
}

/** A moment in the reader's own time and manner. */
export function formatTime(iso: string | null): string {
  return iso === null ? 'never' : new Date(iso).toLocaleString()
}
