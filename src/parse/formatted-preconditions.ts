import { attribute } from '../document/formatted-sql/attributes.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { trimToNull } from '../kit/trim.ts'
import type { Place } from '../model/place.ts'
import type { OnFail, OnSqlOutput, Precondition, PreconditionContainer } from '../model/precondition.ts'
import { parseOnFail, parseOnSqlOutput } from './on-fail.ts'

const quotings = [
  /^(?:expectedResult:)?(\w+) (.*)$/i,
  /^(?:expectedResult:)?'([^']+)' (.*)$/i,
  /^(?:expectedResult:)?"([^"]+)" (.*)$/i,
]

/** A container without conditions, from what stands behind `--preconditions`; HALT where nothing is written. */
export function startContainer(
  text: string,
  place: Place,
  complain: (item: Complaint) => void,
): PreconditionContainer & { conditions: Precondition[] } {
  const onFail = option(attribute(text, 'onFail'), 'onFail', place, complain)
  const onError = option(attribute(text, 'onError'), 'onError', place, complain)
  const onSqlOutput = sqlOutput(text, place, complain)
  return { place, onFail, onError, onFailMessage: null, onErrorMessage: null, onSqlOutput, conditions: [] }
}

/** `onUpdateSQL` is its older name; Liquibase refuses both together. */
function sqlOutput(text: string, place: Place, complain: (item: Complaint) => void): OnSqlOutput {
  const [written, older] = [attribute(text, 'onSqlOutput'), attribute(text, 'onUpdateSql')]
  const found = parseOnSqlOutput(written ?? older)
  if (written !== null && older !== null) {
    complain(complaint('FORMATTED_SQL_INVALID', { detail: 'both onSqlOutput and onUpdateSQL are written' }, place))
  } else if (found === null) {
    complain(complaint('FORMATTED_SQL_INVALID', { detail: `onSqlOutput:${written ?? older} is unknown` }, place))
  }
  return found ?? 'IGNORE'
}

/** A `--precondition-…` line, its text expanded; `null` after a complaint. */
export function readFormattedPrecondition(
  type: string,
  text: string | null,
  place: Place,
  complain: (item: Complaint) => void,
): Precondition | null {
  const body = trimToNull(text)
  const condition = body === null ? undefined : byType[type]?.(body, place)
  if (condition !== undefined && condition !== null) return condition
  if (byType[type] === undefined) complain(complaint('PRECONDITION_UNSUPPORTED', { type }, place))
  else complain(complaint('FORMATTED_SQL_INVALID', { detail: `--precondition-${type} lacks ${needs[type]}` }, place))
  return null
}

const needs: Readonly<Record<string, string>> = {
  'sql-check': 'its expectedResult:<value> or its SQL',
  'table-exists': 'table:<name>',
  'view-exists': 'view:<name>',
}

const byType: Readonly<Record<string, (body: string, place: Place) => Precondition | null>> = {
  'sql-check': (body, place) => {
    const found = quotings.map((pattern) => pattern.exec(body)).find((match) => match !== null)
    return found ? { kind: 'sqlCheck', place, expectedResult: found[1] ?? '', sql: found[2] ?? '' } : null
  },
  'table-exists': (body, place) => {
    const tableName = attribute(body, 'table')
    return tableName === null ? null : { kind: 'tableExists', place, tableName, schemaName: attribute(body, 'schema') }
  },
  'view-exists': (body, place) => {
    const viewName = attribute(body, 'view')
    return viewName === null ? null : { kind: 'viewExists', place, viewName, schemaName: attribute(body, 'schema') }
  },
}

function option(text: string | null, name: string, place: Place, complain: (item: Complaint) => void): OnFail {
  const found = parseOnFail(text)
  if (found === null) complain(complaint('FORMATTED_SQL_INVALID', { detail: `${name}:${text} is unknown` }, place))
  return found ?? 'HALT'
}
