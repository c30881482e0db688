import { type Format, type Item, item, writeChangelog } from '../../support/changelog-document.ts'
import type { ChangeCase } from './change-case.ts'

export type CaseFiles = Readonly<Record<string, string | Buffer>>

const ground = 'create schema other; create schema "Mixed Schema"; create schema "MIXED"'

/** One changelog of all cases, and the files they name. Whatever fails is one changeset's affair. */
export function caseFiles(cases: readonly ChangeCase[], format: Format): CaseFiles {
  const changesets = [changeset('ground', item('sql', {}, ground), keep), ...cases.flatMap(changesetsOf)]
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
  return [changeset(`${one.name} · setup`, item('sql', {}, one.setup), keep), own]
}

function changeset(id: string, ...content: readonly Item[]): Item {
  return item('changeSet', { id, author: 'kim' }, ...content)
}
