import type { Changeset } from '../../src/model/changeset.ts'

/** A changeset of which only what is given matters. */
export function changesetWith(given: Partial<Changeset>): Changeset {
  return {
    key: { id: '1', author: 'me', path: 'a.sql' },
    place: { file: 'a.sql', line: 1, column: 1 },
    context: null,
    inheritedContexts: [],
    labels: [],
    inheritedLabels: [],
    dbms: [],
    ignore: false,
    runAlways: false,
    runOnChange: false,
    runInTransaction: true,
    failOnError: null,
    runOrder: null,
    comments: null,
    validChecksums: [],
    preconditions: null,
    changes: [],
    rollback: null,
    rollbackFaults: [],
    visitors: [],
    faults: [],
    quotingStrategy: 'LEGACY',
    ...given,
  }
}
