import { stringify } from 'yaml'

/** What an attribute holds: text, or what YAML and JSON write without quotes. */
export type Scalar = string | number | boolean

/** A piece of a changelog, whatever format it will be written in. */
export interface Item {
  readonly name: string
  readonly attributes: Readonly<Record<string, Scalar>>
  readonly children: readonly Item[]
  /** Its own text: the SQL of a `sql`, the select of a `createView`. */
  readonly text: string | null
}

export type Format = 'xml' | 'yaml' | 'json'

export const formats: readonly Format[] = ['xml', 'yaml', 'json']

/** A piece from its attributes, its children, and its own text, in any order. */
export function item(
  name: string,
  attributes: Readonly<Record<string, Scalar | undefined>> = {},
  ...content: readonly (Item | string)[]
): Item {
  const given = Object.entries(attributes).filter((entry): entry is [string, Scalar] => entry[1] !== undefined)
  const text = content.find((part) => typeof part === 'string') ?? null
  const children = content.filter((part) => typeof part !== 'string')
  return { name, attributes: Object.fromEntries(given), children, text }
}

/** Text that YAML and JSON write without quotes, so that it may be read as a number, a date or nothing at all. */
export function plain(text: string): string {
  return `${PLAIN}${text}${END}`
}

// Of the private use area: no changelog of ours has them.
const PLAIN = '\uE000'
const END = '\uE001'
const plainText = new RegExp(`(["']?)${PLAIN}([^${END}]*)${END}\\1`, 'g')
const jsonLiteral = /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/

/** A changelog file's text; `changelog` is a `databaseChangeLog`. */
export function writeChangelog(changelog: Item, format: Format): string {
  const document = { databaseChangeLog: toList(changelog) }
  switch (format) {
    case 'xml':
      return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(changelog, '')}`.replace(plainText, '$1$2$1')
    case 'yaml':
      // Liquibase reads YAML 1.1, where more words than `true` and more digits than `1` are no texts.
      return stringify(document, { version: '1.1' }).replace(plainText, '$2')
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`.replace(plainText, (_, quote: string, text: string) =>
        jsonLiteral.test(text) ? text : quote + text + quote,
      )
    default:
      return format satisfies never
  }
}

const namespace = 'http://www.liquibase.org/xml/ns/dbchangelog'
const schema = `xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="${namespace} ${namespace}/dbchangelog-latest.xsd"`

function toXml({ name, attributes, children, text }: Item, indent: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value), true)}"`)
  const open = `${indent}<${name}${name === 'databaseChangeLog' ? ` ${schema}` : ''}${written.join('')}`
  if (children.length === 0 && text === null) return `${open}/>\n`
  // The children last: white space between them would else be text as well.
  const inner = children.map((child) => toXml(child, `${indent}  `)).join('')
  const body = `${escapeXml(text ?? '', false)}${inner === '' ? '' : `\n${inner}${indent}`}`
  return `${open}>${body}</${name}>\n`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeXml(text: string, attribute: boolean): string {
  const escaped = text.replace(/[&<>"]/g, (character) => entities[character] ?? character).replaceAll('\r', '&#13;')
  return attribute ? escaped.replace(/[\t\n]/g, (character) => `&#${character.charCodeAt(0)};`) : escaped
}

type Value = Scalar | null | readonly Value[] | { readonly [key: string]: Value }

/** Attributes and children as a list of mappings with one entry each. */
function toList(parent: Item): readonly Value[] {
  const attributes = Object.entries(parent.attributes).map(([name, value]) => ({ [name]: value }))
  return [...attributes, ...parent.children.map((child) => ({ [child.name]: toValue(child) }))]
}

/** Pieces whose content is a list, in the order in which it counts. */
const lists = new Set(['preConditions', 'and', 'or', 'not', 'rollback', 'modifySql', 'whereParams'])

/** Under which name a piece with more than its text holds that; the others are the text. */
const ownText: Readonly<Record<string, string>> = {
  sql: 'sql',
  createView: 'selectQuery',
  createProcedure: 'procedureText',
  column: 'value',
  output: 'message',
  stop: 'message',
  sqlCheck: 'sql',
  param: 'value',
}

function toValue(piece: Item): Value {
  const { name, attributes, children, text } = piece
  if (lists.has(name) && children.length > 0) return toList(piece)
  const key = ownText[name]
  if (text !== null && key === undefined) return text
  const entries: Record<string, Value> = { ...attributes }
  if (text !== null && key !== undefined) entries[key] = text
  for (const child of children) addChild(entries, name, child)
  return entries
}

/** Children that may stand several times are the items of a list, which has a name of its own. */
const groups: Readonly<Record<string, string>> = { column: 'columns', arg: 'args' }
const single = new Set(['comment', 'where', 'whereParams', 'constraints', 'preConditions', 'rollback', 'modifySql'])

function addChild(entries: Record<string, Value>, parent: string, child: Item): void {
  if (child.name === 'validCheckSum') entries[child.name] = [...listIn(entries, child.name), toValue(child)]
  else if (single.has(child.name)) entries[child.name] = toValue(child)
  else {
    const own = parent === 'customChange' && child.name === 'param' ? 'params' : groups[child.name]
    const group = own ?? 'changes'
    entries[group] = [...listIn(entries, group), { [child.name]: toValue(child) }]
  }
}

function listIn(entries: Record<string, Value>, name: string): readonly Value[] {
  const list = entries[name]
  return Array.isArray(list) ? list : []
}
