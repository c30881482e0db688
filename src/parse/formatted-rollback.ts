import { attribute, flag } from '../document/formatted-sql/attributes.ts'
import type { FormattedEnd } from '../document/formatted-sql/read-formatted-sql.ts'
import { complaint } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { Change } from '../model/change.ts'
import { findChangesets } from './find-changesets.ts'
import type { OpenChangeset } from './formatted-changeset.ts'
import type { Frame } from './frame.ts'
import type { Reading } from './reading.ts'

/**
 * The rollback of a formatted changeset: SQL, nothing to do (`empty`, `not required`), or the changes of another
 * changeset; `null` where it has none. Comments of rollback SQL stay.
 */
export function readFormattedRollback(
  reading: Reading,
  frame: Frame,
  open: OpenChangeset,
  end: FormattedEnd,
): readonly Change[] | null {
  const text = trim(end.rollback)
  if (text === '') return null
  const place = end.rollbackPlace
  if (/^(not required|empty)[^\n\r\u0085\u2028\u2029]*$/i.test(text)) return [{ kind: 'empty', place }]
  if (/changesetid/i.test(text)) return referred(reading, frame, text.replace(/[\r\n]/g, ''), end)
  const body = heldBody(trim(reading.expand(text, frame, () => place)))
  return [
    {
      kind: 'sql',
      place,
      body,
      dbms: null,
      splitStatements: flag(open.header, 'rollbackSplitStatements', true),
      stripComments: false,
      endDelimiter: attribute(open.header, 'rollbackEndDelimiter'),
    },
  ]
}

function referred(reading: Reading, frame: Frame, text: string, end: FormattedEnd): readonly Change[] {
  const id = attribute(text, 'changesetId')
  const author = attribute(text, 'changesetAuthor')
  const path = attribute(text, 'changesetPath') ?? frame.physicalPath
  const complain = (detail: string) =>
    reading.complain(complaint('FORMATTED_SQL_INVALID', { detail }, end.rollbackPlace))
  if (id === null || author === null) {
    complain('a rollback that names another changeset needs changesetId:<id> and changesetAuthor:<author>')
    return []
  }
  const [found] = findChangesets(frame, path, author, id)
  if (found === undefined) complain(`the rollback names changeset ${path}::${id}::${author}, which is not defined`)
  return found?.changes ?? []
}
