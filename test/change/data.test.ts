import { expect, test, vi } from 'vitest'
import { describeChange, inverseOf } from '../../src/change/registry.ts'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { readAnswers } from './answers.ts'
import { type Asked, type DataChange, readDataChange } from './data-answers.ts'

// The zone Liquibase answered in: it prints days of YAML with it.
vi.stubEnv('TZ', 'UTC')

/** What Liquibase 4.28 answered for a change about data, without a database. */
interface Answer extends Asked {
  /** Content of `d.csv`, which the change loads. */
  readonly csv?: string
  /** It would not read the change, or not run it. */
  readonly refused?: true
  readonly v8?: string
  readonly v9?: string
  readonly description?: string
  /** `null` where it cannot load the file; nothing where it must ask a database or bind parameters. */
  readonly sql?: readonly string[] | null
  /** `null` where it derives none. */
  readonly rollback?: readonly string[] | null
}

const answers = readAnswers<readonly Answer[]>('data')
const kindOf = ({ xml, yaml }: Answer) => /\w+/.exec(xml ?? yaml ?? '')?.[0] ?? ''
const kinds = [...new Set(answers.map(kindOf))].sort()

/** `null` where the schema for XML refuses it. */
function readOrRefuse(...asked: Parameters<typeof readDataChange>): DataChange | null {
  try {
    return readDataChange(...asked)
  } catch (error) {
    if (error instanceof DvmError) return null
    throw error
  }
}

/** The same facts as an answer has, computed here. */
function answerFor(answer: Answer): Answer {
  const { xml, yaml, strategy, defaultSchema, csv } = answer
  const asked = { xml, yaml, strategy, defaultSchema, csv }
  const data = readOrRefuse(answer, csv === undefined ? {} : { 'd.csv': csv })
  if (data === null) return { ...asked, refused: true }
  const { change, faults } = data
  // What keeps a file from being loaded may be told when the change is read.
  const unloadable = answer.sql === null && faults.length > 0
  if (change === undefined || (faults.length > 0 && !unloadable)) return { ...asked, refused: true }
  const facts = { ...asked, v8: data.checksum(8), v9: data.checksum(9), description: describeChange(change) }
  if (answer.sql === undefined) return facts
  const sql = data.sql(change)
  if (data.complaints.length > 0 || unloadable) return { ...facts, sql: null }
  return { ...facts, sql, rollback: inverseOf(change)?.flatMap((one) => data.sql(one)) ?? null }
}

test.each(kinds)(
  '%s has the checksums, description, SQL and rollback that Liquibase gives it, or is refused as there',
  (kind) => {
    const asked = answers.filter((answer) => kindOf(answer) === kind)
    for (const answer of asked) expect.soft(answerFor(answer), answer.xml ?? answer.yaml).toEqual(answer)
  },
)

test('there are answers for every change type about data, refusals and files that cannot be loaded among them', () => {
  expect(kinds).toEqual(['addLookupTable', 'delete', 'insert', 'loadData', 'loadUpdateData', 'mergeColumns', 'update'])
  expect(answers.length).toBeGreaterThan(220)
  expect(answers.filter(({ refused }) => refused).length).toBeGreaterThan(20)
  expect(answers.filter(({ sql }) => sql === null).length).toBeGreaterThan(5)
})
