import { trimToNull } from '../kit/trim.ts'
import { dollarQuoted, literal } from '../sql/sql.ts'
import { type Field, text } from './shape.ts'
import { structured } from './structured.ts'

const DEFAULT_MESSAGE = 'Stop command in changelog file'

/** The change's own text, where it is text, goes before what `message` says. */
const message: Field<string> = {
  ...text(),
  read(node, own, source) {
    if (node.value !== null && node.type === 'text') return trimToNull(node.value)
    const written = text().read(node, own, source)
    return written === null ? DEFAULT_MESSAGE : trimToNull(written)
  },
}

/** Fails when it runs, with its message: nothing after it runs. For Liquibase it is no SQL: `modifySql` does not reach it. */
export const stop = structured('stop', {
  shape: { message },
  toSql({ message }) {
    const said = literal(message ?? DEFAULT_MESSAGE)
    const body = ` BEGIN RAISE EXCEPTION USING MESSAGE = ${said}; END `
    return [{ text: `DO ${dollarQuoted(body, 'do')}`, prepared: true }]
  },
})
