import type { Change, StructuredChange } from '../model/change.ts'
import type { Changeset } from '../model/changeset.ts'
import type { Column } from './column.ts'

/**
 * The changeset as Liquibase 4.28 hashes it when it has just run it: rendering an `insert` or `update` writes the table's
 * schema into the sequences of its values, and the checksum of the history row is made after that. The next run reads the
 * changelog afresh, gets another checksum and refuses its own row. `null` where nothing differs.
 */
export function asRecorded(changeset: Changeset): Changeset | null {
  const changes = changeset.changes.map(withPlacedSequences)
  return changes.some((change, index) => change !== changeset.changes[index]) ? { ...changeset, changes } : null
}

function withPlacedSequences(change: Change): Change {
  if (change.kind !== 'insert' && change.kind !== 'update') return change
  const { schemaName, columns } = change.fields as { schemaName: string | null; columns: readonly Column[] | null }
  if (schemaName === null || !columns?.some(takesFromSequence)) return change
  const placed = (sequence: string | null) => sequence && `${schemaName}.${sequence}`
  return {
    ...change,
    fields: {
      ...change.fields,
      columns: columns.map((column) => ({
        ...column,
        valueSequenceNext: placed(column.valueSequenceNext),
        valueSequenceCurrent: placed(column.valueSequenceCurrent),
      })),
    },
  } satisfies StructuredChange
}

function takesFromSequence(column: Column): boolean {
  return column.valueSequenceNext !== null || column.valueSequenceCurrent !== null
}
