import type { Sql } from '../model/sql.ts'
import { commentText, identifier, literal, trusted } from '../sql/sql.ts'

/**
 * A text with named holes, `{{manner name}}`. The manner stands in the template, so that a reviewer sees how each value
 * gets in: `identifier` and `literal` quote, `comment` makes one harmless line, `sql` takes only what is already Sql; for
 * pages `html` escapes, and `markup` takes only what another template made.
 */
export interface Template {
  readonly name: string
  readonly parts: readonly (string | Hole)[]
}

type Manner = 'identifier' | 'literal' | 'comment' | 'sql' | 'html' | 'markup'

interface Hole {
  readonly manner: Manner
  readonly name: string
}

export type HoleValue = string | number | boolean | null
export type HoleValues = Readonly<Record<string, HoleValue>>

const HOLE = /\{\{(identifier|literal|comment|sql|html|markup) ([A-Za-z]+)\}\}/g

/** Cuts a template's text at its holes. A malformed hole is an error of this product, not of its user. */
export function parseTemplate(name: string, text: string): Template {
  const parts: (string | Hole)[] = []
  let from = 0
  for (const match of text.matchAll(HOLE)) {
    parts.push(text.slice(from, match.index), { manner: match[1] as Manner, name: match[2] ?? '' })
    from = match.index + match[0].length
  }
  parts.push(text.slice(from))
  const rest = parts.filter((part) => typeof part === 'string').join('')
  if (rest.includes('{{')) throw new Error(`template ${name} has a malformed hole`)
  return { name, parts }
}

/** Fills every hole; a hole without a value is an error of this product. */
export function fillTemplate(template: Template, values: HoleValues): Sql {
  let text = ''
  for (const part of template.parts) {
    if (typeof part === 'string') text += part
    else text += fillHole(template.name, part, values[part.name])
  }
  return trusted(text)
}

function fillHole(template: string, hole: Hole, value: HoleValue | undefined): string {
  if (value === undefined) throw new Error(`template ${template} has no value for ${hole.name}`)
  switch (hole.manner) {
    case 'identifier':
      return identifier(String(value))
    case 'literal':
      return literal(value)
    case 'comment':
      return commentText(String(value))
    case 'html':
      return escapeHtml(String(value))
    case 'sql':
    case 'markup':
      return String(value)
    default:
      return hole.manner satisfies never
  }
}

/**
 * The template with the holes filled that `values` names; the rest stay open. For values that are the same in thousands
 * of fillings.
 */
export function bindTemplate(template: Template, values: HoleValues): Template {
  const parts: (string | Hole)[] = []
  for (const part of template.parts) {
    const value = typeof part === 'string' ? undefined : values[part.name]
    const bound = typeof part === 'string' ? part : value === undefined ? part : fillHole(template.name, part, value)
    const last = parts.length - 1
    if (typeof bound === 'string' && typeof parts[last] === 'string') parts[last] += bound
    else parts.push(bound)
  }
  return { name: template.name, parts }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and for attributes in quotes. What no page may hold, or what would turn the text around, is spelt out. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, spelt)
}

function spelt(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
