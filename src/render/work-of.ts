import type { Fragment } from '../model/fragment.ts'
import type { Work } from '../model/split.ts'

const ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE|COPY|TRUNCATE|SELECT|WITH|VALUES|TABLE|LOCK|ANALYZE|SET|RESET)$/

/** What a changeset does, by the first word of each of its statements: what is not certainly rows alone is `ddl`. */
export function workOf(fragment: Fragment): Work {
  let statements = 0
  for (const { text } of fragment.statements()) {
    if (!ROWS.test(firstWord(text))) return 'ddl'
    // It makes a table.
    if (/^\s*(?:select|with|\()/i.test(text) && /\binto\b/i.test(text) && !/\binsert\s+into\b/i.test(text)) return 'ddl'
    statements++
  }
  return statements === 0 ? 'ddl' : 'dml'
}

/** Behind comments and parentheses, upper case. */
function firstWord(text: string): string {
  const bare = text.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()+/, '')
  return /^[A-Za-z]+/.exec(bare)?.[0].toUpperCase() ?? ''
}
