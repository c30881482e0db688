import type { UpTo } from '../model/selection.ts'
import { faultOfTag } from '../model/tag.ts'
import { readWholeNumber } from './read-values.ts'
import { findSetting, reject, type Scene } from './scene.ts'

/** More than any changelog has. */
const MOST = 999_999_999

/**
 * `--count` or `--to-tag`. A count below 1 is refused: Liquibase takes it, runs nothing and says that it was successful.
 */
export function readUpTo(scene: Scene): UpTo | null {
  const count = readWholeNumber(scene, 'count', { min: 1, max: MOST })
  const tag = findSetting(scene, 'toTag')
  if (tag === null) return count === null ? null : { kind: 'count', count }
  if (findSetting(scene, 'count') !== null) {
    return reject(scene, 'toTag', tag.from, 'give either --count or --to-tag')
  }
  const fault = faultOfTag(tag.value)
  return fault === null ? { kind: 'tag', tag: tag.value } : reject(scene, 'toTag', tag.from, fault)
}
