import { readDoubleQuoted } from './plain-string.ts'
import { implicitTag, typedScalar } from './scalar.ts'
import type { YamlSource } from './yaml-source.ts'
import type { PlainDocument, YamlEntry, YamlMap, YamlScalar, YamlValue } from './yaml-value.ts'

/** Below SnakeYAML's bounds, so that whoever comes near them is judged by the reader that knows them. */
const MAX_DEPTH = 40
const MAX_KEY = 1000

const bare = /(?:-?\d[-+.\deE]{0,1000}|true|false|null)(?=[ \n,\]}])/y

/**
 * Reads what is JSON beyond doubt, several times as fast as YAML is read. `null` for everything else, faults included: the
 * YAML reader decides on that, since for Liquibase all JSON is YAML.
 */
export function readPlainJson(source: YamlSource): PlainDocument | null {
  const reader = new PlainJson(source)
  const map = reader.value(0)
  if (map?.kind !== 'map' || map.entries.length === 0 || !reader.isAtEnd()) return null
  return { map, offset: source.text.indexOf('{') }
}

class PlainJson {
  readonly #source: YamlSource
  readonly #text: string
  #at = 0

  constructor(source: YamlSource) {
    this.#source = source
    this.#text = source.text
  }

  isAtEnd(): boolean {
    this.#skip()
    return this.#at >= this.#source.length
  }

  value(depth: number): YamlValue | null {
    this.#skip()
    switch (this.#text[this.#at]) {
      case '{':
        return depth < MAX_DEPTH ? this.#map(depth) : null
      case '[':
        return depth < MAX_DEPTH ? this.#list(depth) : null
      case '"':
        return this.#string()
      default:
        return this.#bare()
    }
  }

  #map(depth: number): YamlMap | null {
    const entries: YamlEntry[] = []
    const names = new Set<string>()
    this.#at++
    if (this.#takes('}')) return { kind: 'map', entries }
    do {
      this.#skip()
      const start = this.#at
      const key = this.#text[start] === '"' ? this.#string() : null
      const name = key?.text ?? ''
      if (name === '' || name === '<<' || name.length > MAX_KEY || names.has(name)) return null
      names.add(name)
      while (this.#text[this.#at] === ' ') this.#at++
      if (this.#text[this.#at++] !== ':') return null
      const value = this.value(depth + 1)
      if (value === null) return null
      entries.push({ name, place: this.#source.placeOf(start), value })
    } while (this.#takes(','))
    return this.#takes('}') ? { kind: 'map', entries } : null
  }

  #list(depth: number): YamlValue | null {
    const items: YamlValue[] = []
    this.#at++
    if (this.#takes(']')) return { kind: 'list', items }
    do {
      const item = this.value(depth + 1)
      if (item === null) return null
      items.push(item)
    } while (this.#takes(','))
    return this.#takes(']') ? { kind: 'list', items } : null
  }

  #string(): YamlScalar | null {
    const start = this.#at
    const found = this.#text[start] === '"' ? readDoubleQuoted(this.#text, start) : null
    if (found === null) return null
    this.#at = found.end
    return { kind: 'scalar', text: found.text, type: 'text', place: this.#source.placeOf(start + 1) }
  }

  #bare(): YamlScalar | null {
    const start = this.#at
    const found = this.#match(bare)
    const typed = found === null ? null : typedScalar(implicitTag(found), found)
    return typed === null
      ? null
      : { kind: 'scalar', text: typed.text, type: typed.type, place: this.#source.placeOf(start) }
  }

  #takes(character: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #skip(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\n') this.#at++
  }

  #match(pattern: RegExp): string | null {
    const start = this.#at
    pattern.lastIndex = start
    if (!pattern.test(this.#text)) return null
    this.#at = pattern.lastIndex
    return this.#text.slice(start, this.#at)
  }
}
