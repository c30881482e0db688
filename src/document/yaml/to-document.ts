import type { Place } from '../../model/place.ts'
import type { DocumentNode } from '../document-node.ts'
import type { YamlEntry, YamlMap, YamlValue } from './yaml-value.ts'

type Content = Pick<DocumentNode, 'children' | 'value' | 'type' | 'valuePlace' | 'values' | 'list'>

/** A mapping as the root of a document. */
export function toDocument(map: YamlMap, place: Place): DocumentNode {
  return toNode({ name: '', place, value: map })
}

function toNode({ name, place, value }: YamlEntry): DocumentNode {
  return { name, place, ...contentOf(value, place), form: 'entry' }
}

/** Mappings, within lists too, are children; what else a list holds is its value: Liquibase's `ParsedNode.setValue`. */
function contentOf(value: YamlValue, place: Place): Content {
  const nothing: Content = { children: [], value: null, type: 'text', valuePlace: place, values: null }
  switch (value.kind) {
    case 'scalar':
      return { ...nothing, value: value.text, type: value.type, valuePlace: value.text === null ? place : value.place }
    case 'map':
      return { ...nothing, children: value.entries.map(toNode) }
    case 'list': {
      const children = value.items.flatMap((item) => (item.kind === 'map' ? item.entries.map(toNode) : []))
      return {
        ...listed(
          value.items.filter((item) => item.kind !== 'map'),
          nothing,
        ),
        children,
        list: true,
      }
    }
    default:
      return value satisfies never
  }
}

function listed(items: readonly YamlValue[], nothing: Content): Content {
  const [first, second] = items
  if (first === undefined) return nothing
  if (second === undefined && first.kind === 'scalar') return contentOf(first, nothing.valuePlace)
  const values = second === undefined && first.kind === 'list' ? first.items : items
  const valuePlace = first.kind === 'scalar' ? first.place : nothing.valuePlace
  return { ...nothing, values: values.map(javaText), valuePlace }
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
