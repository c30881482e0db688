import { findSetting, reject, type Scene } from './scene.ts'
import type { SettingName } from './sources.ts'

/** Text, or `null` where nobody gave it; an empty one is an error. */
export function readText(scene: Scene, name: SettingName): string | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  const text = found.value.trim()
  return text === '' ? reject(scene, name, found.from, 'it is empty') : text
}

/** A list written with commas; a flag may also be given several times. */
export function readList(scene: Scene, name: SettingName): readonly string[] | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  return found.values
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

export function readChoice<Choice extends string>(
  scene: Scene,
  name: SettingName,
  choices: readonly Choice[],
): Choice | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  const choice = choices.find((each) => each === found.value)
  return choice ?? reject(scene, name, found.from, `"${found.value}" is not one of ${choices.join(', ')}`)
}

/** The same for words that Liquibase has in capitals, and takes in any case. */
export function readWord<Choice extends string>(
  scene: Scene,
  name: SettingName,
  choices: readonly Choice[],
): Choice | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  const choice = choices.find((each) => each === found.value.trim().toLowerCase())
  return choice ?? reject(scene, name, found.from, `"${found.value}" is not one of ${choices.join(', ')}`)
}

const TRUE = ['true', 't', '1', '1.0', 'yes', 'y', 'on']
const FALSE = ['false', 'f', '0', '0.0', 'no', 'n', 'off']

/** Any of the words that Liquibase takes for true or false (ObjectUtil.convert). */
export function readBoolean(scene: Scene, name: SettingName): boolean | null {
  const word = readWord(scene, name, [...TRUE, ...FALSE])
  return word === null ? null : TRUE.includes(word)
}

export function readWholeNumber(
  scene: Scene,
  name: SettingName,
  range: { readonly min: number; readonly max: number },
): number | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  const number = /^\d{1,9}$/.test(found.value.trim()) ? Number(found.value) : Number.NaN
  if (number >= range.min && number <= range.max) return number
  return reject(scene, name, found.from, `"${found.value}" is not a whole number from ${range.min} to ${range.max}`)
}

/** PostgreSQL cuts longer names off without an error worth the name. */
const NAME_BYTES = 63

/**
 * The name of a schema or table as the catalog has it. Liquibase quotes a name of mixed case and one that is no plain
 * word, and leaves all others to PostgreSQL, which folds them (PostgresDatabase.escapeObjectName).
 */
export function readName(scene: Scene, name: SettingName): string | null {
  const found = findSetting(scene, name)
  const text = readText(scene, name)
  if (found === null || text === null) return null
  if (Buffer.byteLength(text) > NAME_BYTES) {
    return reject(scene, name, found.from, `it is longer than ${NAME_BYTES} bytes`)
  }
  if (text.includes('\0')) return reject(scene, name, found.from, 'it has a NUL in it')
  const mixed = /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text)
  return mixed || !/^[\p{L}_][\p{L}\d_$]*$/u.test(text) ? text : text.toLowerCase()
}
