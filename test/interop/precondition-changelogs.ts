import { readFileSync } from 'node:fs'
import type { Files } from '../support/package.ts'
import type { Condition } from './precondition-cases.ts'

const ground = readFileSync(new URL('changelogs/preconditions/ground.sql', import.meta.url), 'utf8')

/** What tells the three outcomes of a condition apart: EXECUTED, MARK_RAN, and no row. */
const options = { onFail: 'MARK_RAN', onError: 'CONTINUE' }

/** A changelog with one changeset for each condition, in each of the formats. */
export const changelogs: Readonly<Record<string, (conditions: readonly Condition[], attributes?: string) => Files>> = {
  'root.xml': (conditions, attributes = '') => ({
    'root.xml': `${ROOT}
<changeSet id="ground" author="kim"><sql>${escapeXml(ground)}</sql></changeSet>
${conditions.map((condition, n) => changeset(condition, n, attributes)).join('\n')}
</databaseChangeLog>`,
  }),
  'root.json': (conditions) => ({ 'root.json': JSON.stringify(document(conditions), null, 2) }),
  // Every JSON text is YAML, but Liquibase's files are not written that way.
  'root.yaml': (conditions) => ({ 'root.yaml': toYaml(document(conditions)) }),
}

const ROOT = `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">`

function changeset(condition: Condition, n: number, attributes: string): string {
  const outcome = Object.entries(options).map(([name, value]) => ` ${name}="${value}"`)
  return `<changeSet id="${n}" author="kim" ${attributes}><preConditions${outcome.join('')}>${elementOf(condition)}</preConditions><sql>select ${n}</sql></changeSet>`
}

/** The condition as an XML element. */
export function elementOf({ kind, fields }: Condition): string {
  const { sql = '', ...attributes } = fields
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
  return `<${kind}${written.join('')}>${escapeXml(sql)}</${kind}>`
}

function document(conditions: readonly Condition[]): unknown {
  const changesets = conditions.map(({ kind, fields }, n) => ({
    id: String(n),
    author: 'kim',
    preConditions: [...Object.entries(options).map(([name, value]) => ({ [name]: value })), { [kind]: fields }],
    changes: [{ sql: { sql: `select ${n}` } }],
  }))
  const first = { id: 'ground', author: 'kim', changes: [{ sql: { sql: ground } }] }
  return { databaseChangeLog: [first, ...changesets].map((changeSet) => ({ changeSet })) }
}

function toYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value))
    return value.map((item) => `\n${indent}- ${toYaml(item, `${indent}  `).trimStart()}`).join('')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  return entries.map(([name, item]) => `\n${indent}${name}: ${toYaml(item, `${indent}  `)}`).join('')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
