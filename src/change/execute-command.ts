import { childOf, childrenOf } from '../document/document-node.ts'
import { attribute, complain, textOf } from './read-attributes.ts'
import { type Field, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** Arguments of the command, one each or in a list called `args`. */
const args: Field<readonly string[]> = {
  required: false,
  names: () => ({ attributes: [], children: ['arg', 'args'] }),
  read(node, _, source) {
    const bare = childrenOf(node, 'arg').filter((arg) => arg.form === 'element' && childOf(arg, 'value') === null)
    for (const arg of bare) complain(arg, source, '<arg> has no value')
    const listed = childrenOf(node, 'args').flatMap((list) => childrenOf(list, 'arg'))
    return [...childrenOf(node, 'arg'), ...listed].map((arg) => attribute(arg, 'value') ?? textOf(arg) ?? '')
  },
  dump: () => null,
}

/** Runs a program beside the database: it is hashed and described, and never executed. */
export const executeCommand = structured('executeCommand', {
  shape: { executable: required(text()), timeout: text(), os: text(), args },
  undumped: () => ['os', 'args'],
  check({ timeout }, complain) {
    if (timeout !== null && timeout !== '' && !/^\s*\d+\s*(?:[smh]\s*)?$/i.test(timeout)) {
      complain(`executeCommand has timeout="${timeout}": it takes a number and s, m or h`)
    }
  },
  toSql: () => [],
})
