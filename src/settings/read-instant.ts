import { findSetting, reject, type Scene } from './scene.ts'

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/**
 * The time a package is to carry, as ISO 8601 UTC: `--generated-at` with its zone, else SOURCE_DATE_EPOCH in seconds
 * (reproducible-builds.org). `null` means the clock.
 */
export function readInstant(scene: Scene): string | null {
  const found = findSetting(scene, 'generatedAt')
  if (found === null) return null
  const epoch = found.from === 'SOURCE_DATE_EPOCH'
  if (epoch && !/^\d{1,11}$/.test(found.value)) {
    return reject(scene, 'generatedAt', found.from, `"${found.value}" is not a number of seconds`)
  }
  const date = new Date(epoch ? Number(found.value) * 1000 : ISO.test(found.value) ? found.value : Number.NaN)
  if (Number.isNaN(date.getTime())) {
    return reject(scene, 'generatedAt', found.from, `"${found.value}" is not a time like 2025-01-31T12:00:00Z`)
  }
  return date.toISOString()
}
