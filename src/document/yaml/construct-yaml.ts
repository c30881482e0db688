import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { formatPlace, type Place } from '../../model/place.ts'
import { MAX_DEPTH } from './compose-yaml.ts'
import { implicitTag, typedScalar } from './scalar.ts'
import { contentOffset, scalarText } from './scalar-text.ts'
import { isMergeKey, misfit, shortTag, unknownTag } from './tag.ts'
import { excerpt, type YamlSource } from './yaml-source.ts'
import type { YamlEntry, YamlMap, YamlScalar, YamlValue } from './yaml-value.ts'

/** SnakeYAML's own bound, `maxAliasesForCollections`. */
const MAX_ALIASES = 50
/** What aliases may add to a document, in characters, where every node counts for a hundred. */
const MAX_REPEATED = 20_000_000

interface Anchor {
  value: YamlValue | null
  size: number
}

/**
 * Nodes to values: tags applied, aliases and merge keys followed, as SnakeYAML's `SafeConstructor` does it for Liquibase.
 * Fails where that does, and where a key is repeated or is no text, or where aliases repeat too much.
 */
export function constructYaml(node: ParsedNode, source: YamlSource): YamlValue {
  return new Constructor(source).construct(node, 0, false)
}

class Constructor {
  readonly #source: YamlSource
  readonly #anchors = new Map<string, Anchor>()
  #aliases = 0
  #size = 0
  #repeated = 0

  constructor(source: YamlSource) {
    this.#source = source
  }

  construct(node: Node | null, depth: number, inFlow: boolean): YamlValue {
    if (node === null) return { kind: 'scalar', text: null, type: 'text', place: this.#source.placeOf(0) }
    if (isAlias(node)) return this.#alias(node.source, offsetOf(node))
    if (depth > MAX_DEPTH) throw this.#source.invalid(`it is nested more than ${MAX_DEPTH} deep`, offsetOf(node))
    const anchor: Anchor = { value: null, size: 0 }
    const before = this.#size
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, anchor)
    anchor.value = this.#content(node, depth, inFlow)
    anchor.size = this.#size - before
    return anchor.value
  }

  #content(node: Node, depth: number, inFlow: boolean): YamlValue {
    this.#size += 100
    if (isScalar(node)) return this.#scalar(node, inFlow)
    if (isSeq(node)) return this.#list(node, depth)
    if (isMap(node)) return this.#map(node, depth)
    throw this.#source.invalid('this cannot be read', offsetOf(node))
  }

  #alias(name: string, offset: number): YamlValue {
    const anchor = this.#anchors.get(name)
    if (anchor === undefined) throw this.#source.invalid(`alias *${name} has no anchor before it`, offset)
    if (anchor.value === null) throw this.#source.invalid(`alias *${name} stands within what it repeats`, offset)
    if (anchor.value.kind !== 'scalar' && ++this.#aliases > MAX_ALIASES) {
      throw this.#source.invalid(`more than ${MAX_ALIASES} aliases of lists and mappings`, offset)
    }
    this.#size += anchor.size
    this.#repeated += anchor.size
    if (this.#repeated > MAX_REPEATED) throw this.#source.invalid('aliases repeat too much of the document', offset)
    return anchor.value
  }

  #scalar(node: Scalar, inFlow: boolean): YamlScalar {
    const offset = offsetOf(node)
    const text = scalarText(node, inFlow, this.#source)
    const written = node.tag === '!' ? undefined : node.tag
    const plain = node.type === 'PLAIN' || node.tag === '!'
    const tag = written === undefined ? (plain ? implicitTag(text) : 'str') : shortTag(written)
    const typed = typedScalar(tag, text)
    if (typed === null) throw this.#source.invalid(misfit(tag, text, written), offset)
    this.#size += text.length
    if (typed.text?.includes('\0')) throw this.#source.nul(offset)
    return {
      kind: 'scalar',
      text: typed.text,
      type: typed.type,
      place: this.#source.placeOf(contentOffset(node, this.#source.text)),
    }
  }

  #list(node: YAMLSeq, depth: number): YamlValue {
    const tag = shortTag(node.tag ?? 'seq')
    if (tag !== 'seq' && tag !== 'omap' && tag !== '!') throw this.#unknownTag(node)
    const items = node.items.map((item) => this.construct(item as Node, depth + 1, node.flow === true))
    if (tag !== 'omap') return { kind: 'list', items }
    const entries = items.flatMap((item) => (item.kind === 'map' && item.entries.length === 1 ? item.entries : []))
    if (entries.length < items.length) throw this.#source.invalid('!!omap wants mappings of one entry', offsetOf(node))
    return { kind: 'map', entries }
  }

  #map(node: YAMLMap, depth: number): YamlMap {
    const tag = shortTag(node.tag ?? 'map')
    if (tag !== 'map' && tag !== '!') throw this.#unknownTag(node)
    const entries: YamlEntry[] = []
    /** Where in `entries` each name is: what is merged takes its turn there, and gives way to the mapping's own entry. */
    const index = new Map<string, number>()
    const own = new Map<string, Place>()
    for (const pair of node.items) {
      const key = pair.key as Node
      if (isScalar(key) && isMergeKey(key)) {
        for (const entry of this.#merged(pair.value as Node | null, depth, offsetOf(key))) {
          if (!index.has(entry.name)) index.set(entry.name, entries.push(entry) - 1)
        }
        continue
      }
      const { name, place } = this.#key(key, depth, node.flow === true, own)
      const entry = { name, place, value: this.construct(pair.value as Node | null, depth + 1, node.flow === true) }
      const at = index.get(name)
      if (at === undefined) index.set(name, entries.push(entry) - 1)
      else entries[at] = entry
    }
    return { kind: 'map', entries }
  }

  #key(key: Node, depth: number, inFlow: boolean, own: Map<string, Place>): { name: string; place: Place } {
    const value = this.construct(key, depth + 1, inFlow)
    const offset = offsetOf(key)
    const place = this.#source.placeOf(offset)
    if (value.kind !== 'scalar') throw this.#source.invalid(`a ${value.kind} cannot be a key`, offset)
    if (value.text === null) throw this.#source.invalid('a key is empty', offset)
    if (value.type !== 'text') {
      const detail = `key ${excerpt(value.text)} is of type ${value.type} and no text: write it in quotes`
      throw this.#source.invalid(detail, offset)
    }
    const first = own.get(value.text)
    if (first !== undefined) {
      throw this.#source.invalid(`key ${excerpt(value.text)} is already at ${formatPlace(first)}`, offset)
    }
    own.set(value.text, place)
    return { name: value.text, place }
  }

  #merged(node: Node | null, depth: number, offset: number): YamlEntry[] {
    const value = this.construct(node, depth + 1, false)
    const maps = value.kind === 'list' ? value.items : [value]
    return maps.flatMap((map) => {
      if (map.kind === 'map') return map.entries
      throw this.#source.invalid('<< merges mappings only', offset)
    })
  }

  #unknownTag(node: Node & { tag?: string }): Error {
    return this.#source.invalid(unknownTag(node.tag ?? ''), offsetOf(node))
  }
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0
}
