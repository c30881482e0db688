import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { toSql } from '../../src/change/registry.ts'
import { checksumOfChange, type ReadBody } from '../../src/checksum/changeset-checksum.ts'
import { formatComplaint } from '../../src/errors/dvm-error.ts'
import { readBody, readBodyBytes } from '../../src/parse/read-body.ts'
import { splitLikeLiquibase } from '../../src/sql/liquibase-split.ts'
import { makeTree, open, xml } from '../parse/tree.ts'

/** What Liquibase 4.28 made of a file of SQL in some encoding. */
interface Answer {
  readonly xml: string
  /** Its bytes, in Base64. */
  readonly file: string
  readonly refused?: true
  readonly v8?: string
  readonly v9?: string
  readonly sql?: readonly string[]
}

const file = fileURLToPath(new URL('./answers/encodings.json', import.meta.url))
const answers: readonly Answer[] = JSON.parse(readFileSync(file, 'utf8'))

test.each(answers)('$xml has the checksums and the SQL that Liquibase gives it', ({ xml: change, file, ...theirs }) => {
  const changelog = xml(`<property name="name" value="spalte"/><changeSet id="1" author="a">${change}</changeSet>`)
  const tree = makeTree({ 'root.xml': changelog, 'f.sql': Buffer.from(file, 'base64') })
  const { storage, changelog: read } = open(tree)
  const [changeset] = read.changesets
  const [only] = changeset?.changes ?? []
  if (only === undefined || (changeset?.faults.length ?? 0) > 0) {
    expect({ refused: true }).toEqual(theirs)
    return
  }
  const text: ReadBody = Object.assign((body: Parameters<ReadBody>[0]) => readBody(storage, body), {
    bytes: (body: Parameters<ReadBody>[0]) => readBodyBytes(storage, body),
  })
  const sql = [...toSql(only, { defaultSchema: null, readBody: text })].flatMap(({ body, options }) => {
    const whole = [...text(body)].join('')
    return options === null ? [whole] : splitLikeLiquibase(whole, options)
  })
  expect({ v8: checksumOfChange(only, 8, text), v9: checksumOfChange(only, 9, text), sql }).toEqual(theirs)
})

test('bytes that are none of the encoding named are refused with their place', () => {
  const change = '<changeSet id="1" author="a"><sqlFile path="f.sql" encoding="US-ASCII"/></changeSet>'
  const tree = makeTree({ 'root.xml': xml(change), 'f.sql': Buffer.from('select 1;\n-- é', 'latin1') })
  const [changeset] = open(tree).changelog.changesets
  expect(changeset?.faults.map(formatComplaint)).toEqual([
    'f.sql:2:4: the file is not valid US-ASCII: it holds bytes that are none of it [ENCODING_INVALID]',
  ])
})
