import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { deploy } from '../support/package.ts'

/** Pieces that quoting, splitting or a client could trip over. */
const odd = fc
  .array(
    fc.constantFrom(
      "'",
      '"',
      '\\',
      '$',
      '$$',
      '$q$',
      '$dvm$',
      '$q',
      ';',
      '--',
      '/*',
      '*/',
      '\n',
      ':x',
      '\\!',
      '{',
      '}',
      'é',
      '😀',
      'begin',
      'end;',
      'go',
    ),
    { maxLength: 10 },
  )
  .map((pieces) => pieces.join(''))

const tag = fc.constantFrom('', 'a', 'q', 'dvm', 'q1', 'dvm1')

/** A statement that stores its odd text, each in another way of writing SQL. */
const statement = fc.oneof(
  odd.map((text) => `insert into t (v) values ('${text.replaceAll("'", "''")}')`),
  odd.map((text) => `insert into t (v) values (E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}')`),
  fc
    .tuple(odd, tag)
    .filter(([text, name]) => !`${text}$${name}$`.slice(0, -1).includes(`$${name}$`))
    .map(([text, name]) => `insert into t (v) values ($${name}$${text}$${name}$)`),
  odd.map(
    (text) =>
      `/* ${text.replaceAll('*/', '').replaceAll('/*', '')} */ insert into t (v) select 1 as "${text.replaceAll('"', '""')} x" -- ${text.replaceAll('\n', ' ')}\n`,
  ),
  odd.map(
    (text) =>
      `do $outer$ begin insert into t (v) values ('${text.replaceAll("'", "''").replaceAll('$outer$', '')}'); end $outer$`,
  ),
)

async function rows(url: string): Promise<(string | null)[]> {
  return (await query<{ v: string | null }>(url, 'select v from t order by n')).map((row) => row.v)
}

const TABLE = 'create table t (n int generated always as identity, v text)'

describe('wrapping and running', () => {
  it('has the effect of running what was wrapped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 40, maxLength: 60 }), async (statements) => {
        const sql = `${statements.join(';\n')};\n`
        await withFreshDatabase(async (bare) => {
          await query(bare, TABLE)
          await query(bare, sql)
          await withFreshDatabase(async (packaged) => {
            await query(packaged, TABLE)
            // A plain SQL file is sent whole: nothing of it is Liquibase's to strip or to split.
            await deploy(packaged, { 'root.sql': sql })
            expect(await rows(packaged)).toEqual(await rows(bare))
          })
        })
      }),
      { numRuns: 12 },
    )
  })
})
