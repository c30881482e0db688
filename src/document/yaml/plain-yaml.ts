import { readPlainBlock } from './plain-block.ts'
import { type PlainString, readDoubleQuoted, readSingleQuoted } from './plain-string.ts'
import { implicitTag, typedScalar } from './scalar.ts'
import type { YamlSource } from './yaml-source.ts'
import type { PlainDocument, YamlEntry, YamlMap, YamlScalar, YamlValue } from './yaml-value.ts'

/** Below SnakeYAML's bound, so that whoever comes near it is judged by the reader that knows it. */
const MAX_DEPTH = 30

const key = /([A-Za-z][\w.-]{0,99}):(?=[ \n])/y
/** A text without quotes begins with what means nothing else there. */
const plainStart = /[\w./$(<=+~^;\\\u00a1-\ud7ff]|-[0-9A-Za-z]/y
/**
 * Reads what is simple YAML beyond doubt: mappings and lists in lines, scalars on one line, and blocks. Several times
 * as fast as the reader of all YAML, which decides on everything else, faults included: `null` stands for that.
 */
export function readPlainYaml(source: YamlSource): PlainDocument | null {
  const reader = new PlainYaml(source)
  const offset = reader.begin()
  const map = reader.root()
  return map !== null && reader.isAtEnd() ? { map, offset } : null
}

class PlainYaml {
  readonly #source: YamlSource
  readonly #text: string
  /** What is read next. */
  #at = 0
  /** The column of the line's first character that counts, -1 behind the last line. */
  #indent = 0

  constructor(source: YamlSource) {
    this.#source = source
    this.#text = source.text
  }

  /** Goes to the first line that counts, and says where that is. */
  begin(): number {
    this.#toLine(0)
    if (this.#indent === 0 && this.#text.startsWith('---\n', this.#at)) this.#toLine(this.#at + 4)
    return this.#at
  }

  isAtEnd(): boolean {
    return this.#indent === -1
  }

  root(): YamlMap | null {
    return this.#indent === 0 ? this.#map(0, 0) : null
  }

  /** The mapping whose first key is at hand, in that column. */
  #map(indent: number, depth: number): YamlMap | null {
    if (depth > MAX_DEPTH) return null
    const entries: YamlEntry[] = []
    const names = new Set<string>()
    do {
      const start = this.#at
      const name = this.#match(key)?.slice(0, -1)
      if (name === undefined || names.has(name) || implicitTag(name) !== 'str') return null
      names.add(name)
      const value = this.#endsLine() ? this.#nested(indent, depth) : this.#scalar(indent)
      if (value === null) return null
      entries.push({ name, place: this.#source.placeOf(start), value })
    } while (this.#indent === indent)
    return this.#indent < indent ? { kind: 'map', entries } : null
  }

  /** What stands below the key's line. */
  #nested(indent: number, depth: number): YamlValue | null {
    this.#toLine(this.#at + 1)
    if (this.#indent >= indent && this.#isItem()) return this.#list(this.#indent, indent, depth + 1)
    return this.#indent > indent ? this.#map(this.#indent, depth + 1) : null
  }

  /** `parent` is the column of the key it belongs to, in which its dashes may stand as well. */
  #list(indent: number, parent: number, depth: number): YamlValue | null {
    if (depth > MAX_DEPTH) return null
    const items: YamlValue[] = []
    do {
      const dash = this.#at
      this.#at += 2
      this.#skipBlanks()
      key.lastIndex = this.#at
      const item = key.test(this.#text) ? this.#map(indent + this.#at - dash, depth + 1) : this.#scalar(indent)
      if (item === null) return null
      items.push(item)
    } while (this.#indent === indent && this.#isItem())
    return this.#indent < indent || this.#indent === parent ? { kind: 'list', items } : null
  }

  #isItem(): boolean {
    return this.#text.startsWith('- ', this.#at)
  }

  /** The scalar that begins in this line, up to the next line that counts. */
  #scalar(indent: number): YamlScalar | null {
    this.#skipBlanks()
    switch (this.#text[this.#at]) {
      case '|':
      case '>':
        return this.#block(indent)
      case '"':
        return this.#quoted(readDoubleQuoted(this.#text, this.#at))
      case "'":
        return this.#quoted(readSingleQuoted(this.#text, this.#at))
      default:
        return this.#plain()
    }
  }

  #quoted(found: PlainString | null): YamlScalar | null {
    const start = this.#at
    if (found === null) return null
    this.#at = found.end
    if (!this.#endsLine()) return null
    this.#toLine(this.#at + 1)
    return { kind: 'scalar', text: found.text, type: 'text', place: this.#source.placeOf(start + 1) }
  }

  /** That it does not go on in the next line is seen by whoever asked: the line would be indented further. */
  #plain(): YamlScalar | null {
    const start = this.#at
    if (this.#match(plainStart) === null) return null
    const end = this.#text.indexOf('\n', start)
    const line = this.#text.slice(start, end)
    const comment = line.indexOf(' #')
    const text = withoutBlanks(comment === -1 ? line : line.slice(0, comment))
    if (text.includes(': ') || text.endsWith(':') || text.includes('\t')) return null
    const typed = typedScalar(implicitTag(text), text)
    this.#toLine(end + 1)
    return typed === null
      ? null
      : { kind: 'scalar', text: typed.text, type: typed.type, place: this.#source.placeOf(start) }
  }

  #block(indent: number): YamlScalar | null {
    const found = readPlainBlock(this.#source, this.#at, indent)
    if (found === null) return null
    this.#toLine(found.end)
    return { kind: 'scalar', text: found.text, type: 'text', place: this.#source.placeOf(found.start) }
  }

  /** Goes to the first line from `start` on that is more than blanks and a comment. The text ends with such a one. */
  #toLine(start: number): void {
    for (let line = start; line < this.#text.length; ) {
      this.#at = line
      this.#skipBlanks()
      const character = this.#text[this.#at]
      if (character !== '\n' && character !== '#') {
        this.#indent = this.#at - line
        return
      }
      const end = this.#text.indexOf('\n', this.#at)
      line = end === -1 ? this.#text.length : end + 1
    }
    this.#indent = -1
  }

  /** Goes to the end of the line where nothing but blanks and a comment is left of it; blanks are passed anyway. */
  #endsLine(): boolean {
    const start = this.#at
    this.#skipBlanks()
    if (this.#text[this.#at] === '#' && this.#at > start) this.#at = this.#text.indexOf('\n', this.#at)
    return this.#text[this.#at] === '\n'
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ') this.#at++
  }

  #match(pattern: RegExp): string | null {
    const start = this.#at
    pattern.lastIndex = start
    if (!pattern.test(this.#text)) return null
    this.#at = pattern.lastIndex
    return this.#text.slice(start, this.#at)
  }
}

function withoutBlanks(text: string): string {
  let end = text.length
  while (text[end - 1] === ' ') end--
  return text.slice(0, end)
}
