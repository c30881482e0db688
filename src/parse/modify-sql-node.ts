import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { splitList, trimToNull } from '../kit/trim.ts'
import type { SqlVisitor, VisitorTerms } from '../model/sql-visitor.ts'
import { isBlankExpression, parseLabels } from './frame.ts'
import { complainAt, flagOf, javaText, nameOf, textOf, warnOfPassedOver } from './node-values.ts'
import type { Reading } from './reading.ts'

type Kind = SqlVisitor['kind']

/** Liquibase makes no visitor of another name: `appendSqlIfNotPresent` exists, but no changelog can ask for it. */
const kinds: readonly Kind[] = ['append', 'prepend', 'replace', 'regExpReplace']
const ownTerms = ['dbms', 'context', 'contextfilter', 'labels', 'applytorollback']

/** A `modifySql` node: what is done to each statement before it is sent, in order. Rule: Liquibase, ChangeSet.handleChildNode. */
export function readModifySql(reading: Reading, node: DocumentNode): SqlVisitor[] {
  const context = trimToNull(textOf(reading, node, 'contextFilter')) ?? trimToNull(textOf(reading, node, 'context'))
  const dbms = trimToNull(textOf(reading, node, 'dbms'))
  const terms: Omit<VisitorTerms, 'place'> = {
    dbms: dbms === null ? [] : splitList(dbms),
    context,
    labels: parseLabels(textOf(reading, node, 'labels')),
    applyToRollback: flagOf(reading, node, 'applyToRollback') ?? false,
  }
  return contentOf(node).flatMap((child) => {
    const kind = kinds.find((known) => known === child.name)
    if (kind !== undefined) return [readVisitor(reading, child, kind, { ...terms, place: child.place })]
    if (!ownTerms.includes(child.name.toLowerCase())) {
      warnOfPassedOver(reading, child, `${nameOf(node)} has no ${child.name}`)
    }
    return []
  })
}

/** Terms on the visitor itself replace those around it. Rule: Liquibase, AbstractSqlVisitor.load. */
function readVisitor(reading: Reading, node: DocumentNode, kind: Kind, around: VisitorTerms): SqlVisitor {
  let terms = around
  const values: Record<string, string | null> = {}
  for (const child of node.children) {
    const text = javaText(child)
    if (child.name === 'dbms') terms = { ...terms, dbms: ownDbms(reading, child) }
    else if (child.name === 'applyToRollback') {
      terms = { ...terms, applyToRollback: flagOf(reading, node, child.name) ?? terms.applyToRollback }
    } else if (contextNames.includes(child.name)) terms = { ...terms, context: ownContext(reading, child) }
    else if (child.name === 'labels')
      complainAt(reading, child, `labels cannot stand in ${child.name}: put them on modifySql`)
    else if (valuesOf(kind).includes(child.name)) values[child.name] = text
    else warnOfPassedOver(reading, child, `${nameOf(node)} has no ${child.name}`)
  }
  const value = (name: string) => values[name] ?? null
  if (kind === 'replace' || kind === 'regExpReplace') {
    return { ...terms, kind, replace: value('replace'), with: value('with') }
  }
  return { ...terms, kind, value: value('value') }
}

const contextNames = ['contextFilter', 'context', 'contexts']

function valuesOf(kind: Kind): readonly string[] {
  return kind === 'replace' || kind === 'regExpReplace' ? ['replace', 'with'] : ['value']
}

function ownDbms(reading: Reading, node: DocumentNode): readonly string[] {
  if (node.value !== null && node.type === 'text') return splitList(node.value)
  complainAt(reading, node, 'dbms of a visitor must be a text')
  return []
}

function ownContext(reading: Reading, node: DocumentNode): string | null {
  if (node.values !== null || node.type !== 'text')
    complainAt(reading, node, `${node.name} of a visitor must be a text`)
  return node.value === null || isBlankExpression(node.value) ? null : node.value
}
