import { attribute, contextOf, flag, unquote } from '../document/formatted-sql/attributes.ts'
import type { FormattedEvent } from '../document/formatted-sql/read-formatted-sql.ts'
import type { Change, SqlChange } from '../model/change.ts'
import { type Changeset, type Fault, normalizePath } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import type { Precondition, PreconditionContainer } from '../model/precondition.ts'
import { checkContext } from './check-context.ts'
import { checkDbms } from './check-dbms.ts'
import { checkRunWith } from './check-run-with.ts'
import {
  type Frame,
  inheritedContexts,
  inheritedLabels,
  inheritedRunWith,
  isBlankExpression,
  logicalPathOf,
  parseDbms,
  parseLabels,
} from './frame.ts'
import type { Reading } from './reading.ts'
import { warnOfHeader } from './warn-of-header.ts'

/** A changeset whose header was read and whose lines are still coming. */
export interface OpenChangeset {
  readonly header: string
  readonly base: Omit<Changeset, 'comments' | 'validChecksums' | 'preconditions' | 'changes' | 'rollback'>
  comments: string | null
  readonly validChecksums: string[]
  preconditions: (PreconditionContainer & { conditions: Precondition[] }) | null
}

/** Reads a `--changeset` line; its attributes are expanded with what is defined by now. */
export function openChangeset(
  reading: Reading,
  frame: Frame,
  event: Extract<FormattedEvent, { kind: 'changeset' }>,
): OpenChangeset {
  const { line, place } = event
  const expanded = (text: string | null) => (text === null ? null : reading.expand(text, frame, () => place))
  const path = attribute(line, 'logicalFilePath')
  const context = checkContext(reading, expanded(contextOf(line)), place)
  const labels = attribute(line, 'labels')
  const dbms = parseDbms(expanded(attribute(line, 'dbms')))
  const faults: Fault[] = []
  warnOfHeader(reading, line, place)
  checkDbms(reading, faults, dbms, place)
  checkRunWith(reading, faults, expanded(attribute(line, 'runWith')) ?? inheritedRunWith(frame), place)
  return {
    header: line,
    base: {
      key: {
        id: expanded(event.id) ?? '',
        author: expanded(event.author) ?? '',
        path: normalizePath(expanded(path === null || path === '' ? logicalPathOf(frame) : path) ?? ''),
      },
      place,
      context: context === null || isBlankExpression(context) ? null : context,
      inheritedContexts: inheritedContexts(frame),
      labels: parseLabels(expanded(labels === null ? null : unquote(labels))),
      inheritedLabels: inheritedLabels(frame),
      dbms,
      ignore: frame.ignore || expanded(attribute(line, 'ignore'))?.toLowerCase() === 'true',
      runAlways: flag(line, 'runAlways', false),
      runOnChange: flag(line, 'runOnChange', false),
      runInTransaction: flag(line, 'runInTransaction', true),
      failOnError: attribute(line, 'failOnError') === null ? null : flag(line, 'failOnError', true),
      runOrder: null,
      visitors: [],
      faults,
      rollbackFaults: [],
      quotingStrategy: 'LEGACY',
    },
    comments: null,
    validChecksums: [],
    preconditions: null,
  }
}

/** The one change of a formatted changeset. Its comments are stripped unless the header says otherwise. */
export function sqlOf(open: OpenChangeset, body: SqlChange['body'], place: Place, endsWithSlash: boolean): SqlChange {
  return {
    kind: 'sql',
    place,
    body,
    dbms: null,
    splitStatements: flag(open.header, 'splitStatements', true),
    stripComments: flag(open.header, 'stripComments', true),
    // Only at the end of a file, and as a pattern: so Liquibase writes it into the change and its version 8 checksum.
    endDelimiter: attribute(open.header, 'endDelimiter') ?? (endsWithSlash ? '\n/$' : null),
  }
}

export function closeChangeset(open: OpenChangeset, change: SqlChange, rollback: readonly Change[] | null): Changeset {
  const { base, comments, validChecksums, preconditions } = open
  // What is new stands first: an object that grows behind a copy takes many times as long.
  return { comments, validChecksums, preconditions, changes: [change], rollback, ...base }
}
