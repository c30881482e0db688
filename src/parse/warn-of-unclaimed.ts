import { complaint } from '../errors/dvm-error.ts'
import type { Reading } from './reading.ts'

/** Tells of SQL in front of a file's first changeset, which never runs: Liquibase passes over it without a word. */
export function warnOfUnclaimed(reading: Reading, text: string, file: string): void {
  let comment = false
  let number = 0
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    const line = text.slice(start, end).trim()
    start = end + 1
    number++
    // Where lines are ignored on purpose, nobody needs to be told.
    if (/^--\s*(?:changeset|ignoreLines)/i.test(line)) return
    const inside: boolean = comment || line.startsWith('/*')
    comment = inside && !line.includes('*/', comment ? 0 : 2)
    if (inside || line === '' || line.startsWith('--')) continue
    const detail = 'this stands in front of the first --changeset and never runs: Liquibase passes over it, too'
    reading.warn(complaint('FORMATTED_SQL_INVALID', { detail }, { file, line: number, column: 1 }))
    return
  }
}
