import type { Place } from '../../model/place.ts'
import type { DocumentNode } from '../document-node.ts'
import type { YamlEntry, YamlMap, YamlScalar, YamlValue } from './yaml-value.ts'

/** A mapping as the root of a document. */
export function toDocument(map: YamlMap, place: Place): DocumentNode {
  return toNode({ name: '', place, value: map })
}

function toNode({ name, place, value }: YamlEntry): DocumentNode {
  switch (value.kind) {
    case 'scalar':
      return scalarNode(name, place, value)
    case 'map':
      return emptyNode(name, place, value.entries.map(toNode))
    case 'list':
      return listNode(name, place, value.items)
    default:
      return value satisfies never
  }
}

const none: readonly DocumentNode[] = []

function emptyNode(name: string, place: Place, children: readonly DocumentNode[]): DocumentNode {
  return { name, place, children, value: null, type: 'text', valuePlace: place, values: null, form: 'entry' }
}

function scalarNode(name: string, place: Place, { text, type, place: start }: YamlScalar): DocumentNode {
  const valuePlace = text === null ? place : start
  return { name, place, children: none, value: text, type, valuePlace, values: null, form: 'entry' }
}

/** Mappings within lists are children; what else a list holds is its value: Liquibase's `ParsedNode.setValue`. */
function listNode(name: string, place: Place, items: readonly YamlValue[]): DocumentNode {
  const children = items.flatMap((item) => (item.kind === 'map' ? item.entries.map(toNode) : []))
  const others = items.filter((item) => item.kind !== 'map')
  const [first, second] = others
  if (first === undefined) return { list: true, ...emptyNode(name, place, children) }
  if (second === undefined && first.kind === 'scalar') {
    return { list: true, ...scalarNode(name, place, first), children }
  }
  const values = second === undefined && first.kind === 'list' ? first.items : others
  const valuePlace = first.kind === 'scalar' ? first.place : place
  return { list: true, ...emptyNode(name, place, children), values: values.map(javaText), valuePlace }
}

/** A value within a list as Java prints it: a list in a list is of no use to Liquibase, yet has a text. */
function javaText(value: YamlValue): string {
  switch (value.kind) {
    case 'scalar':
      return value.text ?? 'null'
    case 'list':
      return `[${value.items.map(javaText).join(', ')}]`
    case 'map':
      return `{${value.entries.map((entry) => `${entry.name}=${javaText(entry.value)}`).join(', ')}}`
    default:
      return value satisfies never
  }
}
