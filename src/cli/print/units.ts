/** `41 ms`, `3.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `512 bytes`, `3.1 MB`; decimal, as disks and browsers count. */
export function formatBytes(bytes: number): string {
  const units = ['kB', 'MB', 'GB']
  let amount = bytes
  let unit = ''
  for (const next of units) {
    if (amount < 1000) break
    amount /= 1000
    unit = next
  }
  return unit === '' ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}` : `${amount.toFixed(1)} ${unit}`
}
