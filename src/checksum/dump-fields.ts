import type { DumpObject, DumpValue } from '../change/change-type.ts'

/**
 * The text of a change that is hashed: `name:[`, its fields in plain string order, `]`. Nested objects are indented by four
 * blanks more and stand without their field's name; lists and maps stand behind it. Rule: Liquibase,
 * StringChangeLogSerializer.
 */
export function dumpFields(name: string, fields: DumpObject): string {
  return `${name}:${object(fields, 1)}`.replace(/\r\n?/g, '\n')
}

function object(fields: DumpObject, depth: number): string {
  const lines: string[] = []
  for (const field of Object.keys(fields)) {
    const value = fields[field] ?? null
    if (value !== null) lines.push(indent(depth) + line(field, value, depth + 1))
  }
  // A sorted set: two nested objects that are the same are one line.
  const body = lines.sort().filter((text, at) => text !== lines[at - 1])
  return `[${body.length === 0 ? '' : `\n${body.join('\n')}\n`}${indent(depth - 1)}]`
}

function line(field: string, value: NonNullable<DumpValue>, depth: number): string {
  if (Array.isArray(value)) return `${field}=${list(value, depth)}`
  if (value instanceof Map) return `${field}=${map(value, depth)}`
  if (typeof value === 'object') return object(value as DumpObject, depth)
  return `${field}="${value}"`
}

function list(items: readonly (DumpObject | string)[], depth: number): string {
  if (items.length === 0) return '[]'
  const lines = items.map((item) => indent(depth) + (typeof item === 'string' ? item : object(item, depth + 1)))
  return `[\n${lines.join(',\n')}\n${indent(depth - 1)}]`
}

function map(entries: ReadonlyMap<string, string>, depth: number): string {
  if (entries.size === 0) return '[]'
  const lines = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${indent(depth)}${key}="${value}"`)
  return `{\n${lines.join(',\n')}\n${indent(depth - 1)}}`
}

function indent(depth: number): string {
  return '    '.repeat(depth)
}
