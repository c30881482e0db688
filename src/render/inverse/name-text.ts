import type { Node, NodeOf } from '../../sql/load-grammar.ts'
import { identifier } from '../../sql/sql.ts'

/** A relation as SQL; always quoted, for the grammar has folded its case. */
export function relationText(relation: NodeOf<'RangeVar'> | undefined): string {
  return dotted(partsOfRelation(relation))
}

/** The same name in another schema, or another name in the same one. */
export function besideRelation(relation: NodeOf<'RangeVar'> | undefined, name: string): string {
  return dotted([...partsOfRelation(relation).slice(0, -1), name])
}

export function partsOfRelation(relation: NodeOf<'RangeVar'> | undefined): string[] {
  const { catalogname, schemaname, relname } = relation ?? {}
  return [catalogname, schemaname, relname].flatMap((part) => part ?? [])
}

/** `ONLY ` where a table was named without those that inherit from it. */
export function onlyText(relation: NodeOf<'RangeVar'> | undefined): string {
  return relation?.inh === true ? '' : 'ONLY '
}

/** The parts of a name that is a list of words. */
export function partsOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? (node.String.sval ?? []) : []))
}

export function dotted(parts: readonly string[]): string {
  return parts.map(identifier).join('.')
}

/** A type as an argument list names it; null where it takes its type from a column, which may have another one by now. */
export function typeText(type: NodeOf<'TypeName'> | undefined): string | null {
  if (type === undefined || type.pct_type === true) return null
  return `${dotted(partsOf(type.names))}${'[]'.repeat(type.arrayBounds?.length ?? 0)}`
}

/** As a person writes it: quoted only where it must be. */
export function shownName(parts: readonly string[]): string {
  return parts.map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : identifier(part))).join('.')
}
