import { beforeAll, expect, test } from 'vitest'
import { destructionFinder, type FindDestruction } from '../../src/render/find-destruction.ts'
import { type Grammar, loadGrammar } from '../../src/sql/load-grammar.ts'

let grammar: Grammar
let find: FindDestruction
beforeAll(async () => {
  grammar = await loadGrammar()
  find = destructionFinder(grammar)
})

const destroys: readonly (readonly [text: string, statement: string, tables: readonly string[]])[] = [
  ['DROP TABLE s.t', 'DROP TABLE', ['"s"."t"']],
  ['TRUNCATE "T"', 'TRUNCATE', ['"T"']],
  ['ALTER TABLE t DROP COLUMN a', 'DROP COLUMN', ['"t"']],
  ['ALTER TABLE t ALTER a TYPE integer', 'ALTER COLUMN TYPE', ['"t"']],
  ['DELETE FROM t', 'DELETE', ['"t"']],
  ['WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone', 'DELETE', ['"t"']],
  ['INSERT INTO t VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = 3', 'INSERT ON CONFLICT DO UPDATE', ['"t"']],
  ['DROP TYPE y CASCADE', 'DROP TYPE CASCADE', []],
  ["DO $$ BEGIN EXECUTE 'drop table t'; END $$", 'DO (it may destroy)', []],
]

test.each(destroys)('%s takes data away', (text, statement, tables) => {
  expect(find(text)).toEqual([expect.objectContaining({ statement, tables })])
})

test.each([
  'INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING',
  "INSERT INTO t VALUES ('on conflict do update')",
  'DROP VIEW v',
  'DROP TYPE y',
  'CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM t; END',
  'CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM t',
])('%s takes none away', (text) => {
  expect(find(text)).toEqual([])
})

test('a table that was renamed on the way is found by the name it began with', () => {
  const one = destructionFinder(grammar)
  expect(one('ALTER TABLE s.t RENAME TO u')).toEqual([])
  expect(one('DROP TABLE s.u')).toEqual([expect.objectContaining({ object: 's.u', tables: ['"s"."t"'] })])
})

test('so is one whose schema was renamed, and the schema itself', () => {
  const one = destructionFinder(grammar)
  for (const text of ['ALTER TABLE a.t RENAME TO u', 'ALTER SCHEMA a RENAME TO "B c"']) expect(one(text)).toEqual([])
  expect(one('DROP TABLE "B c".u, "B c".v')).toEqual([
    expect.objectContaining({ tables: ['"a"."t"'] }),
    expect.objectContaining({ tables: ['"a"."v"'] }),
  ])
  expect(one('DROP SCHEMA "B c" CASCADE')).toEqual([expect.objectContaining({ schema: 'a' })])
})
