import { type Field, ignored, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** Arguments of the command, one each or in a list called `args`. They are in no checksum. */
const args: Field<never> = {
  ...ignored(),
  names: () => ({ attributes: [], children: ['arg', 'args'] }),
}

/** Runs a program beside the database: it is hashed and described, and never executed. */
export const executeCommand = structured('executeCommand', {
  shape: { executable: required(text()), timeout: text(), os: ignored(), args },
  check({ timeout }, complain) {
    if (timeout !== null && timeout !== '' && !/^\s*\d+\s*[smh]?\s*$/i.test(timeout)) {
      complain(`executeCommand has timeout="${timeout}": it takes a number and s, m or h`)
    }
  },
  toSql: () => [],
})
