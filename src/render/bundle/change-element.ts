import type { Column } from '../../change/column.ts'
import type { XmlElement } from '../../document/write-xml.ts'
import { heldBody } from '../../model/body.ts'
import type { FieldValue, StructuredChange } from '../../model/change.ts'
import type { Place } from '../../model/place.ts'
import type { BundledChange, RenderedChange } from './bundled-change.ts'
import { element } from './element.ts'

/** A change as Liquibase's schema for XML has it; one that was rendered is several elements. */
export function* changeElements(change: BundledChange): Generator<XmlElement> {
  if (change.kind === 'rendered') yield* renderedElements(change)
  else yield changeElement(change)
}

function* renderedElements({ place, sections }: RenderedChange): Generator<XmlElement> {
  const attributes = { splitStatements: false, stripComments: false }
  for (const section of sections) yield element('sql', { place, attributes, text: heldBody(section) })
}

function changeElement(change: Exclude<BundledChange, RenderedChange>): XmlElement {
  const { place } = change
  switch (change.kind) {
    case 'sql': {
      const { splitStatements, stripComments, endDelimiter, dbms, body: text } = change
      return element('sql', { place, attributes: { splitStatements, stripComments, endDelimiter, dbms }, text })
    }
    case 'createView': {
      const { catalogName, schemaName, viewName, replaceIfExists, fullDefinition, remarks, body: text } = change
      const attributes = { catalogName, schemaName, viewName, replaceIfExists, fullDefinition, remarks }
      return element('createView', { place, attributes: { ...attributes, ...leftOver(change) }, text })
    }
    case 'createProcedure': {
      const { catalogName, schemaName, procedureName, dbms, replaceIfExists, comments, body: text } = change
      const attributes = { catalogName, schemaName, procedureName, dbms, replaceIfExists, comments }
      return element('createProcedure', { place, attributes: { ...attributes, ...leftOver(change) }, text })
    }
    case 'tagDatabase':
      return element('tagDatabase', { place, attributes: { tag: change.tag } })
    case 'empty':
      return element('empty', { place })
    case 'sqlFile':
      throw new TypeError('a bundle names no files')
    default:
      return structuredElement(change)
  }
}

/** They say nothing where there is no file, and are hashed by version 8 nevertheless. */
function leftOver({
  encoding,
  relativeToChangelogFile,
}: {
  encoding: string | null
  relativeToChangelogFile: boolean | null
}) {
  return { encoding, relativeToChangelogFile }
}

/** Fields that are read from others, and never written. */
const derived = new Set(['data', 'files', 'undone'])

function structuredElement({ kind, place, fields }: StructuredChange): XmlElement {
  const attributes: Record<string, string | number | boolean> = {}
  const children: XmlElement[] = []
  let text: string | null = null
  for (const [own, value] of Object.entries(fields)) {
    if (value === null || derived.has(own)) continue
    if (own === 'message') text = String(value)
    else if (own === 'where') children.push(element(own, { place, text: heldBody(String(value)) }))
    else if (typeof value === 'object') children.push(...nested(own, value, place))
    else attributes[own] = value
  }
  return element(kind, { place, attributes, children, text: text === null ? null : heldBody(text) })
}

function nested(own: string, value: Exclude<FieldValue, null>, place: Place): readonly XmlElement[] {
  switch (own) {
    case 'columns':
      return (value as readonly Column[]).map((column) => columnElement('column', column, place))
    case 'whereParams': {
      const params = (value as readonly Column[]).map((param) => columnElement('param', param, place))
      return params.length === 0 ? [] : [element(own, { place, children: params })]
    }
    case 'param':
      return [...(value as ReadonlyMap<string, string>)].map(([name, text]) =>
        element(own, { place, attributes: { name, value: text } }),
      )
    case 'args':
      return (value as readonly string[]).map((arg) => element('arg', { place, attributes: { value: arg } }))
    default:
      throw new TypeError(`nobody knows how field ${own} is written in XML`)
  }
}

function columnElement(name: string, { constraints, ...attributes }: Column, place: Place): XmlElement {
  const children = constraints === null ? [] : [element('constraints', { place, attributes: { ...constraints } })]
  return element(name, { place, attributes: { ...attributes }, children })
}
