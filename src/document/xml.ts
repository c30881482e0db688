import { SaxesParser } from 'saxes'
import { type DvmError, fail } from '../errors/dvm-error.ts'
import { trim, trimToNull } from '../kit/trim.ts'
import type { Place } from '../model/place.ts'
import { findCharset } from './charset/find-charset.ts'
import { placeIn } from './decode-text.ts'
import type { DocumentNode } from './document-node.ts'

interface OpenElement {
  readonly name: string
  readonly place: Place
  readonly children: DocumentNode[]
  /** Where its attributes are written, in order. */
  readonly written: WrittenAttribute[]
  text: string
  textPlace: Place | null
  /** Of another namespace than the root, of which the schema of the changelog says nothing. */
  isForeign: boolean
}

interface WrittenAttribute {
  readonly place: Place
  readonly valuePlace: Place
}

/** Deeper than any changelog, shallow enough for those who walk the tree by recursion. */
const MAX_DEPTH = 200

const readableEncodings = /^(utf-?8|utf-?16(le|be)?|us-ascii|ascii)$/i

/**
 * Reads a well-formed XML document. Strict: a DOCTYPE is refused (XML_DOCTYPE), only the five predefined and numeric
 * entities exist, anything else that is wrong fails with XML_INVALID and its place.
 */
export function parseXml(text: string, file: string): DocumentNode {
  const reader = new XmlReader(text, file)
  return reader.read()
}

class XmlReader {
  readonly #text: string
  readonly #file: string
  readonly #parser = new SaxesParser({ xmlns: true })
  readonly #open: OpenElement[] = []
  #root: DocumentNode | null = null
  /** Of the root. */
  #namespace = ''
  /** Where the last piece of markup ended: the parser tells of text only when it has passed it. */
  #after = 0
  /** Where the last attribute, or the name of the element, ended. */
  #tagged = 0
  /** Places are asked for in rising order, so lines are counted on from the last answer. */
  #line = 1
  #lineStart = 0
  #scanned = 0

  constructor(text: string, file: string) {
    this.#text = text
    this.#file = file
  }

  read(): DocumentNode {
    const parser = this.#parser
    parser.on('error', (error) => {
      throw this.#invalid(error.message.replace(/^(undefined:)?\d+:\d+: /, ''))
    })
    parser.on('doctype', () => {
      throw fail('XML_DOCTYPE', {}, placeIn(this.#text, this.#text.indexOf('<!DOCTYPE'), this.#file))
    })
    parser.on('xmldecl', (declaration) => this.#checkEncoding(declaration.encoding))
    parser.on('opentagstart', (tag) => this.#start(tag.name))
    parser.on('attribute', () => this.#attribute())
    parser.on('opentag', (tag) => this.#fill(tag))
    parser.on('text', (text) => this.#characters(text))
    parser.on('cdata', (text) => {
      this.#characters(text, '<![CDATA[')
      this.#markup()
    })
    parser.on('closetag', () => this.#end())
    parser.on('comment', () => this.#markup())
    parser.on('processinginstruction', () => this.#markup())
    parser.write(this.#text).close()
    if (this.#root === null) throw this.#invalid('the document has no element')
    return this.#root
  }

  #start(qualifiedName: string): void {
    if (this.#open.length >= MAX_DEPTH) throw this.#invalid(`elements are nested more than ${MAX_DEPTH} deep`)
    const at = this.#text.lastIndexOf('<', this.#parser.position - 1)
    this.#open.push({
      name: qualifiedName.slice(qualifiedName.indexOf(':') + 1),
      place: this.#placeAt(at),
      children: [],
      written: [],
      text: '',
      textPlace: null,
      isForeign: false,
    })
    // The parser has seen the character behind the name.
    this.#tagged = this.#parser.position - 1
  }

  /** Told of right behind its value: it begins behind what was before it. */
  #attribute(): void {
    let at = this.#tagged
    while (this.#text.charCodeAt(at) <= 0x20) at++
    this.#tagged = this.#parser.position
    const place = this.#placeAt(at)
    while (this.#text.charAt(at) !== '"' && this.#text.charAt(at) !== "'") at++
    this.#open[this.#open.length - 1]?.written.push({ place, valuePlace: this.#placeAt(at + 1) })
  }

  #fill({
    uri,
    attributes,
  }: {
    uri: string
    attributes: Record<string, { local: string; prefix: string; value: string }>
  }): void {
    this.#markup()
    const element = this.#open[this.#open.length - 1]
    if (element === undefined) return
    if (this.#open.length === 1) this.#namespace = uri
    element.isForeign = uri !== this.#namespace
    const form = element.isForeign ? 'entry' : 'attribute'
    for (const [at, { prefix, local, value }] of Object.values(attributes).entries()) {
      if (prefix === 'xmlns' || local === 'xmlns') continue
      const { place, valuePlace } = element.written[at] ?? { place: element.place, valuePlace: element.place }
      const rest = { children: [], type: 'text', values: null } as const
      element.children.push({ name: local, place, value, valuePlace, ...rest, form })
    }
  }

  #characters(text: string, opening = ''): void {
    const element = this.#open[this.#open.length - 1]
    if (element === undefined) return
    element.text += text
    if (element.textPlace !== null || trim(text) === '') return
    let at = this.#text.indexOf(opening, this.#after) + opening.length
    while (this.#text.charCodeAt(at) <= 0x20) at++
    element.textPlace = this.#placeAt(at)
  }

  #markup(): void {
    this.#after = this.#parser.position
  }

  #end(): void {
    this.#markup()
    const { name, place, children, text, textPlace, isForeign } = this.#open.pop() as OpenElement
    const closed: DocumentNode = {
      name,
      place,
      children,
      value: trimToNull(text),
      type: 'text',
      valuePlace: textPlace ?? place,
      values: null,
      form: isForeign ? 'entry' : 'element',
    }
    const parent = this.#open[this.#open.length - 1]
    if (parent === undefined) this.#root = closed
    else parent.children.push(closed)
  }

  #placeAt(offset: number): Place {
    const newline = this.#text.indexOf('\n', this.#scanned)
    for (let at = newline; at !== -1 && at < offset; at = this.#text.indexOf('\n', at + 1)) {
      this.#line++
      this.#lineStart = at + 1
    }
    this.#scanned = Math.max(this.#scanned, offset)
    return { file: this.#file, line: this.#line, column: offset - this.#lineStart + 1 }
  }

  #checkEncoding(encoding: string | undefined): void {
    if (encoding === undefined || readableEncodings.test(encoding) || findCharset(encoding) !== null) return
    if (/^[\x00-\x7f]*$/.test(this.#text)) return
    throw fail('ENCODING_INVALID', { detail: `it declares encoding ${encoding}` }, this.#placeAt(0))
  }

  #invalid(detail: string): DvmError {
    const { line, column } = this.#parser
    return fail('XML_INVALID', { detail }, { file: this.#file, line, column: Math.max(1, column) })
  }
}
