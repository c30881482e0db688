import type { OnFail, OnSqlOutput } from '../model/precondition.ts'

const options: readonly OnFail[] = ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN']
const outputs: readonly OnSqlOutput[] = ['IGNORE', 'TEST', 'FAIL']

/** What `onFail` or `onError` says, case ignored; HALT where nothing is written, `null` where it is none of the four. */
export function parseOnFail(text: string | null): OnFail | null {
  if (text === null) return 'HALT'
  return options.find((option) => option === text.toUpperCase()) ?? null
}

/** What `onSqlOutput` says, case ignored; IGNORE where nothing is written, `null` where it is none of the three. */
export function parseOnSqlOutput(text: string | null): OnSqlOutput | null {
  if (text === null) return 'IGNORE'
  return outputs.find((option) => option === text.toUpperCase()) ?? null
}
