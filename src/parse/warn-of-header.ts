import { attribute } from '../document/formatted-sql/attributes.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Place } from '../model/place.ts'
import type { Reading } from './reading.ts'

const flags = [
  'splitStatements',
  'stripComments',
  'rollbackSplitStatements',
  'runOnChange',
  'runAlways',
  'runInTransaction',
  'failOnError',
  'ignore',
] as const

/** What Liquibase 4.28 looks for on a `--changeset` line; each is found at the end of a longer name, too. */
const known = [
  ...flags,
  'endDelimiter',
  'rollbackEndDelimiter',
  'context',
  'contextFilter',
  'labels',
  'logicalFilePath',
  'dbms',
  'runWith',
  'runWithSpoolFile',
].map((name) => name.toLowerCase())

/** Tells of attributes of a `--changeset` line that say nothing to Liquibase, which passes over them without a word. */
export function warnOfHeader(reading: Reading, line: string, place: Place): void {
  const tell = (detail: string) => reading.warn(complaint('FORMATTED_SQL_INVALID', { detail }, place))
  for (const name of flags) {
    const value = attribute(line, name) ?? 'true'
    if (/^(?:true|false|)$/i.test(value)) continue
    tell(`${name}:${value} is neither true nor false: it counts as false, as in Liquibase`)
  }
  const unquoted = line.replaceAll(/"[^"]*"/g, '""')
  const [, attributes = ''] = /^\s*--\s*changeset\s+\S+(.*)$/is.exec(unquoted) ?? []
  for (const [, name = ''] of attributes.matchAll(/(?<=\s)([a-z]+):/gi)) {
    const lower = name.toLowerCase()
    if (!known.some((one) => lower.endsWith(one))) {
      tell(`a changeset has no ${name}: it is passed over, as Liquibase does`)
    }
  }
}
