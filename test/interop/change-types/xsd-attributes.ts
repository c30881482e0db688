import { XMLParser } from 'fast-xml-parser'

export interface SchemaAttribute {
  /** Of a child, with the child's name before it. */
  readonly name: string
  readonly required: boolean
}

/** Attributes of an element and of its children. */
export type AttributesOf = (element: string) => readonly SchemaAttribute[]

/** An attribute where an element declares it, with the name of its type. */
export interface DeclaredAttribute {
  readonly element: string
  /** The element within which that is declared; `null` of one at the top. */
  readonly parent: string | null
  readonly name: string
  readonly type: string
}

interface Node {
  readonly tag: string
  readonly name: string | null
  readonly ref: string | null
  readonly base: string | null
  readonly type: string | null
  readonly use: string | null
  readonly children: readonly Node[]
}

/** What Liquibase's schema for XML changelogs says of the elements at its top. */
export function readSchema(schema: string): AttributesOf {
  const all = topOf(schema)
  return (element) => attributesIn(find('element', element, all), all)
}

/** Every attribute of every element, wherever that is declared. */
export function readTypes(schema: string): readonly DeclaredAttribute[] {
  const all = topOf(schema)
  return all.flatMap((node) => declaredIn(node, null, null, all))
}

function topOf(schema: string): readonly Node[] {
  const nodes = toNodes(new XMLParser({ preserveOrder: true, ignoreAttributes: false }).parse(schema))
  return nodes.find(({ tag }) => tag === 'schema')?.children ?? []
}

/** Names are followed to groups of attributes and to types, not to elements: those are found where they stand. */
function declaredIn(
  node: Node,
  element: string | null,
  parent: string | null,
  all: readonly Node[],
): readonly DeclaredAttribute[] {
  const inner = (children: readonly Node[]) => children.flatMap((child) => declaredIn(child, element, parent, all))
  switch (node.tag) {
    case 'element': {
      const content = [...node.children, ...find('complexType', node.type, all).children]
      return node.name === null ? [] : content.flatMap((child) => declaredIn(child, node.name, element, all))
    }
    case 'attribute':
      return element === null || node.name === null
        ? []
        : [{ element, parent, name: node.name, type: node.type ?? 'xsd:string' }]
    case 'attributeGroup':
      return inner(node.ref === null ? node.children : find('attributeGroup', node.ref, all).children)
    case 'extension':
      return inner([...node.children, ...find('complexType', node.base, all).children])
    default:
      return inner(node.children)
  }
}

function attributesIn(node: Node, all: readonly Node[]): readonly SchemaAttribute[] {
  return node.children.flatMap((child): readonly SchemaAttribute[] => {
    if (child.tag === 'attribute')
      return child.name === null ? [] : [{ name: child.name, required: child.use === 'required' }]
    if (child.tag === 'attributeGroup' || child.tag === 'group')
      return attributesIn(find(child.tag, child.ref, all), all)
    if (child.tag === 'extension')
      return [...attributesIn(child, all), ...attributesIn(find('complexType', child.base, all), all)]
    if (child.tag !== 'element') return attributesIn(child, all)
    const element = child.ref === null ? child : find('element', child.ref, all)
    const type = element.type === null ? [] : attributesIn(find('complexType', element.type, all), all)
    const own = [...attributesIn(element, all), ...type]
    return own.map((one) => (one.name.includes(' ') ? one : { ...one, name: `${element.name} ${one.name}` }))
  })
}

const nothing: Node = { tag: '', name: null, ref: null, base: null, type: null, use: null, children: [] }

function find(tag: string, name: string | null, all: readonly Node[]): Node {
  return all.find((node) => node.tag === tag && node.name === name) ?? nothing
}

type Parsed = readonly Readonly<Record<string, unknown>>[]

function toNodes(parsed: Parsed): readonly Node[] {
  return parsed.flatMap((entry) => {
    const tag = Object.keys(entry).find((key) => key !== ':@' && key !== '#text')
    if (tag === undefined) return []
    const attributes = (entry[':@'] ?? {}) as Readonly<Record<string, string>>
    const [name = null, ref = null, base = null, type = null, use = null] = ['name', 'ref', 'base', 'type', 'use'].map(
      (key) => attributes[`@_${key}`] ?? null,
    )
    return [{ tag: tag.replace('xsd:', ''), name, ref, base, type, use, children: toNodes(entry[tag] as Parsed) }]
  })
}
