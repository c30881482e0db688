import { type Format, type Item, item, writeChangelog } from '../../support/changelog-document.ts'
import type { ChangeCase } from './change-case.ts'

export type CaseFiles = Readonly<Record<string, string | Buffer>>

const ground = 'create schema other; create schema "Mixed Schema"; create schema "MIXED"'

/** One changelog of all cases, and the files they name. Whatever fails is one changeset's affair. */
export function caseFiles(cases: readonly ChangeCase[], format: Format): CaseFiles {
  const first = item('changeSet', { id: 'ground', author: 'kim' }, item('sql', {}, ground), keep)
  const changesets = [first, ...cases.flatMap(changesetsOf)]
  const changelog = writeChangelog(item('databaseChangeLog', {}, ...changesets), format)
  return Object.assign({ [caseChangelog(format)]: changelog }, ...cases.map((one) => one.files))
}

export function caseChangelog(format: Format): string {
  return `cases.${format}`
}

/** Keeps what Liquibase cannot undo, so that all others can be rolled back in one go. */
const keep = item('rollback', {}, item('empty'))

function changesetsOf(one: ChangeCase): readonly Item[] {
  const undone = one.undoable || one.further.some(({ name }) => name === 'rollback')
  const before = one.further.filter(({ name }) => name === 'preConditions' || name === 'comment')
  const behind = one.further.filter((piece) => !before.includes(piece))
  const content = [...before, ...one.changes, ...(undone ? [] : [keep]), ...behind]
  const attributes = { id: one.name, author: 'kim', failOnError: false, ...one.attributes }
  const own = item('changeSet', attributes, ...content)
  if (one.setup === null) return [own]
  // A made case may have lost its ground.
  const failOnError = one.fails === null ? false : undefined
  const setup = item(
    'changeSet',
    { id: `${one.name} · setup`, author: 'kim', failOnError },
    item('sql', {}, one.setup),
    keep,
  )
  return [setup, own]
}
