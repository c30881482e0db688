import { type BigIntStats, statSync } from 'node:fs'

/** Paths with what the system says of each; equal texts mean that nothing there was changed in between. */
export type PathStates = ReadonlyMap<string, string>

const ABSENT = '-'
/** How many are looked at before others get their turn: one takes about 2 µs. */
const AT_ONCE = 1_000

/**
 * What stands at a path now: size, time of the last change of contents and of the entry, and the file itself (a link that
 * leads elsewhere is seen, too). What is not there, or cannot be looked at, is absent. Of a path that ends in `/` only which
 * folder it is: what comes and goes in there does not matter.
 */
export function statePath(path: string): string {
  let facts: BigIntStats | undefined
  try {
    facts = statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ABSENT
    throw error
  }
  if (facts === undefined) return ABSENT
  if (path.endsWith('/')) return `${facts.dev}:${facts.ino}`
  return `${facts.size}:${facts.mtimeNs}:${facts.ctimeNs}:${facts.ino}`
}

/** When the newest of them was changed, in milliseconds since 1970; 0 for none. */
export function newestChange(states: PathStates): number {
  let newest = 0
  for (const state of states.values()) {
    const [, , changed, file] = state.split(':')
    if (file !== undefined) newest = Math.max(newest, Number(changed) / 1e6)
  }
  return newest
}

/** Whether all of them stand as they stood. */
export async function stillStand(states: PathStates): Promise<boolean> {
  let looked = 0
  for (const [path, state] of states) {
    if (statePath(path) !== state) return false
    looked += 1
    if (looked % AT_ONCE === 0) await new Promise(setImmediate)
  }
  return true
}
