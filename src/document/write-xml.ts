import { createCB } from 'xmlbuilder2'
import type { Body } from '../model/body.ts'
import type { Place } from '../model/place.ts'

/** An element to be written. It has children or text, not both. */
export interface XmlElement {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  /** Made one after the other, each when the one before it is written. */
  readonly children: Iterable<XmlElement>
  readonly text: Body | null
  /** What it was made of, for messages about its text. */
  readonly place: Place | null
  /** Stands under the prefix `ext`: Liquibase's schema lets elements of other namespaces be whatever they are. */
  readonly foreign?: true
}

/** What the writer asks of those who know the text. */
export interface XmlSource {
  /** The text of an element, in pieces: each is written before the next one is asked for. */
  text(body: Body): Iterable<string>
  attribute(value: string): string
  /** A character that no XML document can hold; it is left out, and the document must not be used. */
  forbidden(character: string, element: XmlElement): void
}

export interface XmlRoot {
  readonly name: string
  readonly namespace: string
  readonly attributes: XmlElement['attributes']
  /** Namespace of the elements under the prefix `ext`. */
  readonly extension: string
  /** Stands in front of it, as a comment; line by line. */
  readonly comment: readonly string[]
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * Writes a document piece by piece: nothing of it is held. Blank text stands between elements only, never in one that has
 * text. Line ends and tabs in attributes, and CR everywhere, are written as references, which readers leave alone.
 */
export class XmlWriter {
  readonly #builder: ReturnType<typeof createCB>
  readonly #write: (text: string) => void
  readonly #source: XmlSource
  #failure: Error | null = null
  #depth = 0

  constructor(write: (text: string) => void, source: XmlSource) {
    this.#write = write
    this.#source = source
    this.#builder = createCB({
      data: (text: string) => write(withReferences(text)),
      error: (error: Error) => {
        this.#failure = error
      },
    })
  }

  open({ name, namespace, attributes, extension, comment }: XmlRoot): void {
    const builder = this.#builder
    builder.dec({ version: '1.0', encoding: 'UTF-8' })
    if (comment.length > 0) {
      this.#write('\n')
      builder.com(`\n${comment.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')}`)
    }
    this.#write('\n')
    builder.ele(namespace, name)
    builder.att('http://www.w3.org/2000/xmlns/', 'xmlns:ext', extension)
    builder.att('http://www.w3.org/2000/xmlns/', 'xmlns:xsi', XSI)
    builder.att(XSI, 'xsi:schemaLocation', `${namespace} ${namespace}/dbchangelog-latest.xsd`)
    for (const [own, value] of attributes) builder.att(own, this.#attribute(value, null))
    this.#depth = 1
    this.#check()
  }

  element(element: XmlElement): void {
    const builder = this.#builder
    const { name, attributes, children, text, foreign } = element
    this.#indent()
    builder.ele(foreign ? `ext:${name}` : name)
    for (const [own, value] of attributes) builder.att(own, this.#attribute(value, element))
    this.#depth++
    let any = false
    for (const child of children) {
      this.element(child)
      any = true
    }
    if (text !== null) this.#text(text, element)
    this.#depth--
    if (any) this.#indent()
    builder.up()
    this.#check()
  }

  close(): void {
    this.#depth = 0
    this.#builder.txt('\n').end()
    this.#write('\n')
    this.#check()
  }

  #indent(): void {
    this.#builder.txt(`\n${'  '.repeat(this.#depth)}`)
  }

  #attribute(value: string, element: XmlElement | null): string {
    return marked(this.#legal(this.#source.attribute(value), element)).replace(/[\t\n]/g, (found) => marks[found] ?? '')
  }

  #text(body: Body, element: XmlElement): void {
    for (const piece of this.#source.text(body)) {
      const text = this.#legal(piece, element)
      // A reference is none in a CDATA section, and without markup in it text is best read as it is.
      if (!/[<>&]/.test(text) || text.includes('\r')) this.#builder.txt(marked(text))
      else if (!text.includes(']]>')) this.#builder.dat(text)
      else for (const part of text.split(/(?<=\]\])(?=>)/)) this.#builder.dat(part)
    }
  }

  #legal(text: string, element: XmlElement | null): string {
    const found = FORBIDDEN.exec(text)
    if (found === null) return text
    if (element !== null) this.#source.forbidden(found[0], element)
    return ''
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure
  }
}

/** What XML 1.0 has no way to write: most control characters, halves of surrogate pairs, two that are no characters. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * xmlbuilder2 writes every `&` as `&amp;` but where it already finds one of the five names: it takes text for markup then,
 * and knows no other reference. What it must leave alone is marked with characters that XML cannot hold.
 */
const marks: Readonly<Record<string, string>> = { '&': '\u0001', '\r': '\u0002', '\n': '\u0003', '\t': '\u0004' }
const references: Readonly<Record<string, string>> = {
  '\u0001': '&amp;',
  '\u0002': '&#13;',
  '\u0003': '&#10;',
  '\u0004': '&#9;',
}

function marked(text: string): string {
  return text.replace(/[&\r]/g, (found) => marks[found] ?? '')
}

function withReferences(text: string): string {
  return text.replace(/[\u0001-\u0004]/g, (found) => references[found] ?? '')
}
