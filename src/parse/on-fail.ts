import type { OnFail } from '../model/precondition.ts'

const options: readonly OnFail[] = ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN']

/** What `onFail` or `onError` says, case ignored; HALT where nothing is written, `null` where it is none of the four. */
export function parseOnFail(text: string | null): OnFail | null {
  if (text === null) return 'HALT'
  return options.find((option) => option === text.toUpperCase()) ?? null
}
