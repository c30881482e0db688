import { trimToNull } from '../kit/trim.ts'
import { dollarQuoted, literal } from '../sql/sql.ts'
import { type Field, ownText, requiredToRun, text } from './shape.ts'
import { structured } from './structured.ts'

/**
 * Where Liquibase sends a message, and how loud a server says it. A package has no streams of its own: whoever runs it sees
 * what the server reports. Nothing Liquibase logs, not even FATAL, stops it. For Liquibase it is no SQL, so that `modifySql`
 * does not reach it.
 */
const loudness: Readonly<Record<string, string>> = {
  STDOUT: 'NOTICE',
  STDERR: 'NOTICE',
  INFO: 'NOTICE',
  DEBUG: 'DEBUG',
  WARN: 'WARNING',
  WARNING: 'WARNING',
  SEVERE: 'WARNING',
  ERROR: 'WARNING',
  FATAL: 'WARNING',
}

const message: Field<string> = {
  ...ownText(),
  read: (node, own, source) => trimToNull(ownText().read(node, own, source)),
}

const target: Field<string> = {
  ...text(),
  read: (node, own, source) => trimToNull(text().read(node, own, source)) ?? 'STDERR',
}

export const output = structured('output', {
  shape: { message: requiredToRun(message), target },
  check({ target }, complain) {
    if (!Object.hasOwn(loudness, (target ?? '').toUpperCase())) {
      complain(`output has the target ${target}, which is not one of ${Object.keys(loudness).join(', ')}`)
    }
  },
  toSql({ message, target }) {
    const level = loudness[(target ?? '').toUpperCase()] ?? 'NOTICE'
    const body = ` BEGIN RAISE ${level} USING MESSAGE = ${literal(`output (${target}): ${message}`)}; END `
    return [{ text: `DO ${dollarQuoted(body, 'do')}`, prepared: true }]
  },
  inverse: () => [],
})
