import { placeWithin } from '../document/place-within.ts'
import { fail } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import { type Body, heldBody } from '../model/body.ts'
import type { Changeset } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import { type Frame, inheritedContexts, inheritedLabels } from './frame.ts'
import { largeBody } from './large-body.ts'
import type { Reading } from './reading.ts'
import type { LargeFileFacts } from './scan-large-file.ts'

/**
 * A `.sql` file without the header: one changeset `raw` by `includeAll`, sent whole, with its comments, its properties
 * not expanded. Rule: Liquibase, SqlChangeLogParser. Fails with CHANGESET_EMPTY where the file has no text.
 */
export function readPlainSql(frame: Frame, text: string): void {
  const sql = trim(text)
  const start = { file: frame.file.path, line: 1, column: 1 }
  add(frame, sql === '' ? null : heldBody(sql), placeWithin(text, sql === '' ? 0 : text.indexOf(sql), start))
}

export function readLargePlainSql(reading: Reading, frame: Frame, facts: LargeFileFacts): void {
  const found = largeBody(reading, frame, { ...facts, expressions: false }, [[facts.mark, frame.file.bytes]], 1)
  add(frame, found?.body ?? null, { file: frame.file.path, line: 1, column: 1 })
}

function add(frame: Frame, body: Body | null, place: Place): void {
  const path = frame.physicalPath
  if (body === null) throw fail('CHANGESET_EMPTY', { changeset: `${path}::raw::includeAll` }, place)
  const changeset: Changeset = {
    key: { id: 'raw', author: 'includeAll', path },
    place: { file: frame.file.path, line: 1, column: 1 },
    context: null,
    inheritedContexts: inheritedContexts(frame),
    labels: [],
    inheritedLabels: inheritedLabels(frame),
    dbms: [],
    ignore: frame.ignore,
    runAlways: false,
    runOnChange: false,
    runInTransaction: true,
    failOnError: null,
    runOrder: null,
    comments: null,
    validChecksums: [],
    preconditions: null,
    changes: [
      { kind: 'sql', place, body, dbms: null, splitStatements: false, stripComments: false, endDelimiter: null },
    ],
    rollback: null,
    rollbackFaults: [],
    visitors: [],
    faults: [],
    quotingStrategy: 'LEGACY',
  }
  frame.changesets.push(changeset)
}
