import { normalizePath } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import type { Sql } from '../model/sql.ts'
import { trusted } from '../sql/sql.ts'
import type { RollbackTemplates } from '../template/load-templates.ts'
import { fillTemplate } from '../template/template.ts'
import type { RestoredRow } from './rollback-plan.ts'

/** What the server says of a section that is done. */
function said(number: number, count: number, word: 'ROLLED_BACK' | 'RESTORED'): string {
  return `    RAISE NOTICE '[${number}/${count}] ${word} %', dvm_key;\n`
}

/** The end of a section: its row goes, as Liquibase takes it out (RemoveChangeSetRanStatusGenerator). */
export function removeCode(templates: RollbackTemplates, fragment: Fragment, number: number, count: number): Sql {
  const { key } = fragment.selected.changeset
  const code = fillTemplate(templates['rollback-record'], { ...key, samePath: normalizePath(key.path) })
  return trusted(`${code}\n${said(number, count, 'ROLLED_BACK')}`)
}

/** The same where the changeset is what it was before: its row stays, and says so. */
export function restoreCode(
  templates: RollbackTemplates,
  fragment: Fragment,
  row: RestoredRow,
  number: number,
  count: number,
): Sql {
  const { key } = fragment.selected.changeset
  const identity = { id: key.id, author: key.author, samePath: normalizePath(key.path) }
  const { behind } = row
  const place =
    behind === null
      ? ''
      : fillTemplate(templates['rollback-place'], {
          ...identity,
          beforeId: behind.key.id,
          beforeAuthor: behind.key.author,
          beforePath: normalizePath(behind.key.path),
          places: behind.places,
        })
  const code = fillTemplate(templates['rollback-restore'], {
    ...identity,
    exectype: row.execType,
    checksum: row.checksum,
    description: row.description,
    comments: row.comments,
    liquibase: row.liquibase,
    contexts: row.contexts,
    labels: row.labels,
    place,
  })
  return trusted(`${code}\n${said(number, count, 'RESTORED')}`)
}
