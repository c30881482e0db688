import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { describeChange, inverseOf, toSql } from '../../src/change/registry.ts'
import { checksumOfChange } from '../../src/checksum/changeset-checksum.ts'
import type { Body } from '../../src/model/body.ts'
import type { Change } from '../../src/model/change.ts'
import type { Changeset } from '../../src/model/changeset.ts'
import { readBody } from '../../src/parse/read-body.ts'
import { splitLikeLiquibase } from '../../src/sql/liquibase-split.ts'
import { makeTree, open, xml } from '../parse/tree.ts'

/** A change as Liquibase 4.28 answered for it, without a database; what it leaves to its connection is not there. */
interface Answer {
  readonly xml?: string
  readonly json?: Readonly<Record<string, unknown>>
  readonly strategy?: Changeset['quotingStrategy']
  readonly defaultSchema?: string
  /** It would not run the change, or not read it. */
  readonly refused?: true
  readonly v8?: string
  readonly v9?: string
  readonly description?: string
  readonly sql?: readonly string[]
  /** `null` where it derives none. */
  readonly rollback?: readonly string[] | null
}

const file = fileURLToPath(new URL('./answers/objects.json', import.meta.url))
const answers: readonly Answer[] = JSON.parse(readFileSync(file, 'utf8'))
const kindOf = ({ xml, json }: Answer) => /\w+/.exec(xml ?? Object.keys(json ?? {})[0] ?? '')?.[0] ?? ''
const kinds = [...new Set(answers.map(kindOf))]

const files = {
  'f1.sql': 'create view v as select  1;\n-- end\n',
  'dir/f2.sql': 'select 1 as a;\r\n\r\n',
  'p.sql': '\n\ncreate or replace procedure p() language sql as $$ select 1; $$;\n-- done\n',
}

const formats = ['xml', 'json', 'yaml'] as const

/** A changelog with each answer's change in a changeset of its own. Liquibase reads JSON as it reads YAML. */
function changelogOf(asked: readonly Answer[], format: (typeof formats)[number]): string {
  const inXml = asked.map(
    ({ xml, strategy = 'LEGACY' }, index) =>
      `<changeSet id="${index}" author="a" objectQuotingStrategy="${strategy}">${xml}</changeSet>`,
  )
  if (format === 'xml') return xml(inXml.join('\n'))
  const databaseChangeLog = asked.map(({ json, strategy = 'LEGACY' }, index) => ({
    changeSet: { id: String(index), author: 'a', objectQuotingStrategy: strategy, changes: [json] },
  }))
  return (format === 'json' ? JSON.stringify : stringify)({ databaseChangeLog })
}

/** The same facts as an answer has, computed here. */
function answerOf(asked: Answer, changeset: Changeset, read: (body: Body) => Iterable<string>): Partial<Answer> {
  const [change] = changeset.changes
  if (changeset.faults.length > 0 || change === undefined) return { refused: true }
  const { defaultSchema = null } = asked
  const { quotingStrategy } = changeset
  const sql = (one: Change): string[] =>
    [...toSql(one, { defaultSchema, quotingStrategy, readBody: read })].flatMap(({ body, options }) => {
      const text = [...read(body)].join('')
      return options === null ? [text] : splitLikeLiquibase(text, options)
    })
  const inverse = inverseOf(change)
  return {
    v8: checksumOfChange(change, 8, read),
    v9: checksumOfChange(change, 9, read),
    description: describeChange(change),
    ...(asked.sql === undefined ? {} : { sql: sql(change) }),
    ...(asked.rollback === undefined ? {} : { rollback: inverse === null ? null : inverse.flatMap(sql) }),
  }
}

/** The name that Liquibase's block finds in the catalog could break out of its quotes: ours is quoted by the server. */
function safe(answer: Answer): Answer {
  const quote = (sql: string): string =>
    sql.replace(`constraint "' || constraint_name || '"'`, `constraint ' || pg_catalog.quote_ident(constraint_name)`)
  const { sql, rollback } = answer
  return { ...answer, ...(sql && { sql: sql.map(quote) }), ...(rollback && { rollback: rollback.map(quote) }) }
}

describe.each(kinds)('%s', (kind) => {
  const asked = answers.filter((answer) => kindOf(answer) === kind)

  test.each(formats)('in %s has the checksums, description, SQL and rollback that Liquibase gives it', (format) => {
    const written = asked.filter((answer) => (answer.xml !== undefined) === (format === 'xml'))
    const root = `root.${format}`
    const { storage, changelog } = open(makeTree({ [root]: changelogOf(written, format), ...files }), {
      changelog: root,
    })
    const mine = written.map(({ xml, json, strategy, defaultSchema, ...answer }, index) => {
      const changeset = changelog.changesets[index]
      if (changeset === undefined) throw new Error(`no changeset ${index}`)
      const own = answerOf({ defaultSchema, ...answer }, changeset, (body) => readBody(storage, body))
      return { change: xml ?? json, strategy, defaultSchema, ...own }
    })
    expect(mine).toEqual(written.map(({ xml, json, ...answer }) => ({ change: xml ?? json, ...safe(answer) })))
  })
})

test('there are answers for every change type that is not about tables, columns or rows', () => {
  expect(kinds.length).toBe(26)
  expect(answers.length).toBeGreaterThan(500)
})
