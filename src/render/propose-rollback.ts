import { inverseOf, isLarge } from '../change/registry.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import type { Change } from '../model/change.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import type { RenderedStatement } from '../model/fragment.ts'
import type { Place } from '../model/place.ts'
import { classifyStatement } from '../sql/classify-statement.ts'
import type { Grammar } from '../sql/load-grammar.ts'
import { scanStatements } from '../sql/scan-statements.ts'
import type { How } from './inverse/inverse.ts'
import { proposeInverse } from './inverse/propose-inverse.ts'
import { type Rendering, renderChanges } from './render-statements.ts'

/** What would undo a changeset that Liquibase cannot undo, or everything in it that is not certain. */
export type Proposal =
  | { readonly certain: true; readonly statements: readonly RenderedStatement[] }
  | { readonly certain: false; readonly faults: readonly Complaint[] }

/**
 * Proposes a rollback for a changeset with raw SQL and none of its own: what the grammar makes of each of its statements,
 * as they ran, the last one first, and what Liquibase derives from its other changes. Where one statement has no certain
 * inverse nothing of the changeset is proposed.
 */
export function proposeRollback(
  changeset: Changeset,
  rendering: Rendering,
  grammar: Grammar,
  how: How = { replaced: false },
): Proposal {
  const faults: Complaint[] = []
  const statements: RenderedStatement[] = []
  const impossible = (reason: string, place: Place): void => {
    faults.push(complaint('ROLLBACK_IMPOSSIBLE', { changeset: formatKey(changeset.key), reason }, place))
  }
  for (const change of [...changeset.changes].reverse()) {
    // What cannot be rendered would be missing from what is undone.
    const told = {
      ...rendering,
      complain: ({ message, place }: Complaint) => impossible(message, place ?? change.place),
      warn: () => undefined,
    }
    const derived = inverseOf(change)
    if (derived !== null) {
      const visitors = changeset.visitors.filter((visitor) => visitor.applyToRollback)
      statements.push(...renderChanges(derived, changeset, visitors, told))
    } else if (!isSql(change)) impossible(`${change.kind} has no rollback`, change.place)
    else if (isLarge(change)) impossible('it is too long to be looked into', change.place)
    else {
      const ran = [...renderChanges([change], changeset, changeset.visitors, told)]
      for (const { text, place } of ran.reverse()) {
        const inverse = proposeInverse(text, grammar, how)
        if (!inverse.certain) impossible(inverse.reason, place)
        else statements.push(...inverse.statements.map((one) => toStatement(one, place)))
      }
    }
  }
  return faults.length > 0 ? { certain: false, faults } : { certain: true, statements }
}

function isSql({ kind }: Change): boolean {
  return kind === 'sql' || kind === 'sqlFile' || kind === 'createProcedure' || kind === 'createView'
}

/** A statement made here or taken from a package, with what it means for its transaction. */
export function toStatement(text: string, place: Place): RenderedStatement {
  const [scanned] = scanStatements([text])
  return { text, place, class: scanned === undefined ? { kind: 'plain' } : classifyStatement(scanned) }
}

const SCHEMALESS = /^(?:DROP|ALTER) (?:SCHEMA|EXTENSION|EVENT TRIGGER|PUBLICATION|SERVER) /
const OF_A_TABLE = /^(?:DROP|ALTER) (?:TRIGGER|POLICY|RULE) "(?:[^"]|"")*" ON /
const KIND = /^(?:DROP|ALTER) [A-Z ]+/

/** Whether a proposed statement names what it undoes without a schema: `search_path` decides then which one is meant. */
export function isUnqualified(statement: string): boolean {
  if (SCHEMALESS.test(statement) || !KIND.test(statement)) return false
  const name = statement.replace(OF_A_TABLE, '').replace(KIND, '')
  return !/^"(?:[^"]|"")*"\./.test(name)
}

/** SQL that lets unqualified names mean another schema, for the changesets after it as well. */
export function movesSearchPath({ changes }: Changeset): boolean {
  const moves = /\bset\s+(?:session\s+)?(?:search_path|schema)\b|\bset_config\s*\(\s*'search_path'/i
  return changes.some((change) => 'body' in change && change.body.kind === 'held' && moves.test(change.body.text))
}
