import type { Change, CreateProcedureChange, CreateViewChange } from '../../model/change.ts'
import type { Changeset } from '../../model/changeset.ts'
import { quiet } from '../quiet.ts'
import type { Rendering } from '../render-statements.ts'
import { renderChanges } from '../render-statements.ts'
import type { BundledChange } from './bundled-change.ts'
import { renderedChange } from './rendered-change.ts'

/**
 * The change without the files it names. SQL files become SQL, stored objects get their text, which leaves their version 9
 * checksums what they are; rows of data files, and values that are files, become SQL, which does not.
 */
export function inlineChange(change: Change, changeset: Changeset, rendering: Rendering): BundledChange {
  switch (change.kind) {
    case 'sqlFile': {
      const { source: place, body, dbms, splitStatements, stripComments, endDelimiter } = change
      return { kind: 'sql', place, body, dbms, splitStatements, stripComments, endDelimiter }
    }
    case 'createView':
    case 'createProcedure':
      return change.path === null ? change : inlineStored(change, changeset, rendering)
    case 'loadData':
    case 'loadUpdateData':
      return renderedChange([change], changeset, [], rendering)
    case 'insert':
    case 'update':
      return namesFiles(change.fields['files']) ? renderedChange([change], changeset, [], rendering) : change
    default:
      return change
  }
}

type Stored = CreateViewChange | CreateProcedureChange

/** Text in XML loses the white space around it; where that makes another statement, the statement itself is taken. */
function inlineStored(change: Stored, changeset: Changeset, rendering: Rendering): BundledChange {
  const { raw: _raw, asUtf8: _asUtf8, ...kept } = change
  const inlined = { ...kept, path: null, encoding: null, relativeToChangelogFile: null }
  const sql = (one: Change) =>
    [...renderChanges([one], changeset, [], quiet(rendering))].map(({ text }) => text).join('\u0000')
  return sql(inlined) === sql(change) ? inlined : renderedChange([change], changeset, [], rendering)
}

function namesFiles(files: unknown): boolean {
  return files instanceof Map && files.size > 0
}
