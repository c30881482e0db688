import type { Changeset } from '../model/changeset.ts'

/**
 * Adds a changeset where Liquibase would (DatabaseChangeLog.addChangeSet): `runOrder="first"` behind the others that are
 * first, `last` at the end, every other one in front of those that are last.
 */
export function addInRunOrder(changesets: Changeset[], added: Changeset): void {
  if (added.runOrder === 'first') {
    const behind = changesets.findIndex((changeset) => changeset.runOrder !== 'first')
    changesets.splice(behind === -1 ? changesets.length : behind, 0, added)
    return
  }
  let at = changesets.length
  if (added.runOrder === null) while (at > 0 && changesets[at - 1]?.runOrder === 'last') at--
  if (at === changesets.length) changesets.push(added)
  else changesets.splice(at, 0, added)
}
