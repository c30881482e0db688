import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizePath } from '../../src/model/changeset.ts'
import { normalizedPath } from '../../src/sql/normalized-path.ts'
import { trusted } from '../../src/sql/sql.ts'
import { query, withFreshDatabase } from '../support/database.ts'

const prefix = fc.constantFrom('', '', '', '/', './', 'classpath:', 'classpath:/', 'C:', 'C:\\', 'c:/', 'classpath:./')
const name = fc.constantFrom('a', 'b.sql', '.hidden', '..x', 'x..', 'a b', 'é', 'a:b', '%', "it's", '...')
const odd = fc.constantFrom('.', '', '..')
const separator = fc.constantFrom('/', '/', '/', '\\')

/** Paths as Liquibase ever stored them: at most two `..`, each behind a name. */
const path = fc
  .tuple(prefix, fc.array(fc.tuple(fc.oneof({ weight: 3, arbitrary: name }, odd), separator), { maxLength: 5 }), name)
  .map(([start, folders, file]) => start + folders.map((pair) => pair.join('')).join('') + file)
  .filter((text) => climbs(text))

function climbs(text: string): boolean {
  let depth = 0
  let ups = 0
  for (const segment of text.replace(/^(classpath:)?([a-zA-Z]:)?/, '').split(/[\\/]/)) {
    if (segment === '..') {
      depth--
      ups++
    } else if (segment !== '' && segment !== '.') depth++
    if (depth < 0) return false
  }
  return ups <= 2
}

test('the server takes paths for the same that we do', async () => {
  await withFreshDatabase(async (url) => {
    const paths = [...new Set(fc.sample(path, { numRuns: 4000, seed: 7 }))]
    const rows = await query<{ path: string; normal: string }>(
      url,
      `select p.path, ${normalizedPath(trusted('p.path'))} as normal from unnest($1::text[]) with ordinality as p (path, n) order by n`,
      [paths],
    )
    expect(rows).toEqual(paths.map((one) => ({ path: one, normal: normalizePath(one) })))
  })
})
