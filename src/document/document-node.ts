import type { Place } from '../model/place.ts'

/**
 * What a reader made of a scalar: XML knows text only; YAML and JSON type theirs before anyone asks. A `date` is what Java
 * prints for it; who wants a date and no text takes `timestampOfJavaDate` of it.
 */
export type ScalarType = 'text' | 'boolean' | 'integer' | 'float' | 'date'

/**
 * A changelog document, whatever it was written in: what Liquibase calls a parsed node. XML attributes and elements, and
 * the entries of a YAML or JSON mapping, are all children; names lose their namespace.
 */
export interface DocumentNode {
  readonly name: string
  readonly place: Place
  /** In the order of the document; an element's attributes come before what is in it. */
  readonly children: readonly DocumentNode[]
  /**
   * The node's own text: the trimmed character data of an element, an attribute's value, a scalar as Java would print
   * it. `null` when there is none.
   */
  readonly value: string | null
  readonly type: ScalarType
  /** Where `value` begins. */
  readonly valuePlace: Place
  /** A list of two scalars or more; `null` everywhere else. */
  readonly values: readonly string[] | null
  /** Set where YAML or JSON has a list, whatever is in it: children alone do not tell it from a mapping. */
  readonly list?: true
  /**
   * `attribute`, `element`: from XML, whose schema is strict. `entry`: from YAML or JSON, or from XML of another namespace
   * than the changelog's: no schema says what that may be.
   */
  readonly form: 'attribute' | 'element' | 'entry'
}

/** The child of that name, whose case does not count; the first one where there are several. */
export function childOf(node: DocumentNode, name: string): DocumentNode | null {
  for (const child of node.children) if (isNamed(child, name)) return child
  return null
}

/** The second child of that name, which few nodes have; without a list of them, as it is asked for each field. */
export function secondChildOf(node: DocumentNode, name: string): DocumentNode | null {
  let isSecond = false
  for (const child of node.children) {
    if (!isNamed(child, name)) continue
    if (isSecond) return child
    isSecond = true
  }
  return null
}

/** All children of that name, whose case does not count. */
export function childrenOf(node: DocumentNode, name: string): readonly DocumentNode[] {
  return node.children.filter((child) => isNamed(child, name))
}

/** Asked for every child and every field of a change: most names differ in length, and that is seen at once. */
function isNamed(child: DocumentNode, name: string): boolean {
  if (child.name.length !== name.length) return false
  return child.name === name || child.name.toLowerCase() === name.toLowerCase()
}

/** What stands in a node beside its attributes. */
export function contentOf(node: DocumentNode): readonly DocumentNode[] {
  return node.children.filter((child) => child.form !== 'attribute')
}
