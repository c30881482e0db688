import { fail } from '../errors/dvm-error.ts'
import { PASSWORD_LENGTH } from '../model/account.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

/** Rows that fingers run along. */
const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjkl']
/** A unit this short, said again and again, is no longer than itself. */
const SHORT_UNIT = 4

/** The same text for the same letters, however a keyboard composes them (NIST SP 800-63B, 5.1.1.2: NFKC). */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC')
}

export function isLongerThanAny(password: string): boolean {
  // Code units first: nobody shall make us count the characters of a megabyte.
  return password.length > PASSWORD_LENGTH.max * 4 || [...normalizedPassword(password)].length > PASSWORD_LENGTH.max
}

/** Gives the password as it is to be hashed. Fails with PASSWORD_WEAK where it is too short, too long or too common. */
export function requireStrongPassword(name: string, password: string): string {
  const reason = weaknessOf(name, password)
  if (reason !== null) throw fail('PASSWORD_WEAK', { reason })
  return normalizedPassword(password)
}

function weaknessOf(name: string, password: string): string | null {
  const { min, max } = PASSWORD_LENGTH
  if (isLongerThanAny(password)) return `is longer than ${max} characters`
  const normal = normalizedPassword(password)
  if ([...normal].length < min) return `is shorter than ${min} characters`
  const low = normal.toLowerCase()
  if (low === name.toLowerCase()) return 'is the name of the user'
  if (repeatedUnit(low).length <= SHORT_UNIT) return 'repeats a few characters'
  if (RUNS.some((run) => run.includes(low) || [...run].reverse().join('').includes(low))) return 'runs along the keys'
  if (COMMON_PASSWORDS.has(low)) return 'is among the first that are guessed'
  return null
}

/** The shortest text whose repetition it is; the last one may be cut short. */
function repeatedUnit(text: string): string {
  for (let length = 1; length <= SHORT_UNIT; length += 1) {
    const unit = text.slice(0, length)
    if (unit.repeat(Math.ceil(text.length / length)).slice(0, text.length) === text) return unit
  }
  return text
}
