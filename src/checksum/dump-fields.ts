/**
 * The text of a change that is hashed: `name:[`, one `    field="value"` a line in plain string order, `]`; fields
 * without a value are left out. Rule: Liquibase, StringChangeLogSerializer.
 */
export function dumpFields(name: string, fields: Readonly<Record<string, string | boolean | null>>): string {
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `    ${field}="${value}"`)
    .sort()
  return `${name}:[${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}]`.replace(/\r\n?/g, '\n')
}
