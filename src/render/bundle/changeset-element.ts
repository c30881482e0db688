import type { XmlElement } from '../../document/write-xml.ts'
import { heldBody } from '../../model/body.ts'
import type { Changeset } from '../../model/changeset.ts'
import type { Checksum } from '../../model/checksum.ts'
import type { SqlVisitor } from '../../model/sql-visitor.ts'
import type { BundledChange, BundledChangeset } from './bundled-change.ts'
import { changeElements } from './change-element.ts'
import { combinedContext } from './combined-context.ts'
import { element } from './element.ts'
import { neverHolding, preconditionsElement } from './precondition-element.ts'

export interface ChangesetTerms {
  /** Checksums the history may have beside the one Liquibase computes. */
  readonly validChecksums: readonly Checksum[]
  /** Recorded as MARK_RAN without running. */
  readonly markOnly: boolean
  /** What the changelog around it says. */
  readonly quotingStrategy: Changeset['quotingStrategy']
  /** Its changes are what the schema does not know: YAML and JSON may write more than XML. */
  readonly foreign: boolean
}

/** A `changeSet` element that says of itself what the changelogs around it said in the source. */
export function changesetElement(changeset: BundledChangeset, terms: ChangesetTerms): XmlElement {
  const { key, place, quotingStrategy, failOnError } = changeset
  const labels = [...changeset.inheritedLabels, changeset.labels].flat()
  const attributes = {
    id: key.id,
    author: key.author,
    logicalFilePath: key.path,
    context: combinedContext(changeset as Parameters<typeof combinedContext>[0]),
    labels: labels.length === 0 ? null : labels.join(','),
    dbms: changeset.dbms.length === 0 ? null : changeset.dbms.join(','),
    runOnChange: changeset.runOnChange ? true : null,
    runAlways: changeset.runAlways ? true : null,
    failOnError,
    runInTransaction: changeset.runInTransaction ? null : false,
    onValidationFail: isInvalid(changeset) ? 'MARK_RAN' : null,
    objectQuotingStrategy: quotingStrategy === terms.quotingStrategy ? null : quotingStrategy,
  }
  return element('changeSet', { place, attributes, children: { [Symbol.iterator]: () => contents(changeset, terms) } })
}

/** In the order that the schema wants. */
function* contents(changeset: BundledChangeset, terms: ChangesetTerms): Generator<XmlElement> {
  const { place, comments, changes, rollback, visitors } = changeset
  const { validChecksums, markOnly, foreign } = terms
  for (const checksum of validChecksums) yield element('validCheckSum', { place, text: heldBody(checksum) })
  const preconditions = changeset.preconditions === null ? null : preconditionsElement(changeset.preconditions, false)
  if (preconditions !== null) yield preconditions
  else if (markOnly) yield neverHolding(place)
  if (comments !== null) yield element('comment', { place, text: heldBody(comments) })
  yield* changesElements(changes, { alone: changes.length === 1, foreign })
  if (rollback !== null)
    yield element('rollback', { place, children: changesElements(rollback, { alone: false, foreign }) })
  for (const visitor of visitors) yield visitorElement(visitor)
}

/** The schema lets `tagDatabase` stand alone in its changeset only. */
function changesElements(
  changes: readonly BundledChange[],
  { alone, foreign }: { readonly alone: boolean; readonly foreign: boolean },
): Iterable<XmlElement> {
  return {
    *[Symbol.iterator]() {
      for (const change of changes) {
        const isForeign = foreign || (change.kind === 'tagDatabase' && !alone)
        for (const made of changeElements(change)) yield isForeign ? asForeign(made) : made
      }
    },
  }
}

/** With all that is in it: what the schema knows by name it looks at, wherever that stands. */
function asForeign(made: XmlElement): XmlElement {
  const children = made.children
  return {
    ...made,
    foreign: true,
    children: {
      *[Symbol.iterator]() {
        for (const child of children) yield asForeign(child)
      },
    },
  }
}

function visitorElement(visitor: SqlVisitor): XmlElement {
  const { kind, place, dbms, context, labels, applyToRollback } = visitor
  const values =
    'value' in visitor ? { value: visitor.value ?? '' } : { replace: visitor.replace ?? '', with: visitor.with ?? '' }
  const attributes = {
    dbms: dbms.length === 0 ? null : dbms.join(','),
    context,
    labels: labels.length === 0 ? null : labels.join(','),
    applyToRollback: applyToRollback ? true : null,
  }
  return element('modifySql', { place, attributes, children: [element(kind, { place, attributes: values })] })
}

/** A changeset that does not pass validation and said that it then counts as run: the reader made a condition of that. */
function isInvalid({ preconditions }: BundledChangeset): boolean {
  const [first] = preconditions?.conditions ?? []
  return preconditions?.onFail === 'MARK_RAN' && first?.kind === 'changeLogPropertyDefined' && !first.holds
}
