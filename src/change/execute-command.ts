import { childOf, childrenOf } from '../document/document-node.ts'
import { complain } from './read-attributes.ts'
import { type Field, ignored, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** Arguments of the command, one each or in a list called `args`. They are in no checksum. */
const args: Field<never> = {
  ...ignored(),
  names: () => ({ attributes: [], children: ['arg', 'args'] }),
  read(node, _, source) {
    const bare = childrenOf(node, 'arg').filter((arg) => arg.form === 'element' && childOf(arg, 'value') === null)
    for (const arg of bare) complain(arg, source, '<arg> has no value')
    return null
  },
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
