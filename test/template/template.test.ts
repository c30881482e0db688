import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trusted } from '../../src/sql/sql.ts'
import { loadPackageTemplates, loadRollbackTemplates } from '../../src/template/load-templates.ts'
import { bindTemplate, fillTemplate, parseTemplate } from '../../src/template/template.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'

const attacks = [
  `orders"; DROP TABLE victim; --`,
  `'); DROP TABLE victim; --`,
  `\\'; DROP TABLE victim; --`,
  `$$; DROP TABLE victim; $$`,
  `*/ DROP TABLE victim; /*`,
  `x\nDROP TABLE victim;`,
  `x\r\nDROP TABLE victim;`,
  `x\u2028DROP TABLE victim;`,
  `{{sql other}}`,
  `$& $1 $' %s é漢😀`,
  `U&"d\\0061t"`,
]

describe.each([
  ['on', 'standard_conforming_strings = on'],
  ['off', 'standard_conforming_strings = off; set backslash_quote = on; set escape_string_warning = off'],
])('with standard_conforming_strings %s', (_title, setting) => {
  const template = parseTemplate(
    'attacked',
    `set ${setting};
-- {{comment value}}
create table victim (n int); -- {{comment value}}
select {{literal value}} as {{identifier value}}, {{literal number}} + 1 as n, {{literal none}} is null as none, {{sql clean}} as clean`,
  )

  let database: FreshDatabase
  beforeAll(async () => {
    database = await freshDatabase()
  })
  afterAll(() => database.drop())

  test.each(attacks)('a value stays what its manner makes of it: %j', async (value) => {
    const sql = fillTemplate(template, { value, number: 41, none: null, clean: trusted('true') })
    expect(await query(database.url, sql)).toEqual([{ [value.slice(0, 63)]: value, n: 42, none: true, clean: true }])
    expect(await query(database.url, 'drop table victim; select 1 as done')).toEqual([{ done: 1 }])
  })
})

test('a hole without a value is an error, whether it stands open or was left open by binding', () => {
  const template = parseTemplate('t', 'a {{literal one}} b {{sql two}}')
  expect(() => fillTemplate(template, { one: 1 })).toThrow('template t has no value for two')
  const bound = bindTemplate(template, { one: "it's" })
  expect(() => fillTemplate(bound, {})).toThrow('template t has no value for two')
  expect(fillTemplate(bound, { two: trusted('now()') })).toBe("a 'it''s' b now()")
  expect(fillTemplate(template, { one: null, two: '' })).toBe('a NULL b ')
})

test.each(['{{literal}}', '{{litteral a}}', '{{literal a', '{{ literal a }}', '{{literal a-b}}'])(
  'a malformed hole is an error: %s',
  (text) => {
    expect(() => parseTemplate('t', `x ${text} y`)).toThrow('template t has a malformed hole')
  },
)

test('a value that holds NUL is refused', () => {
  for (const manner of ['literal', 'identifier']) {
    expect(() => fillTemplate(parseTemplate('t', `{{${manner} a}}`), { a: 'x\0y' })).toThrow('NUL')
  }
})

test('every template of a package is loaded, and every loaded one is a file', () => {
  const files = readdirSync('templates/package').map((name) => name.replace(/\.sql$/, ''))
  expect(Object.keys(loadPackageTemplates()).sort()).toEqual(files.sort())
})

test('so is every template of a rollback package', () => {
  const files = readdirSync('templates/rollback').map((name) => `rollback-${name.replace(/\.sql$/, '')}`)
  expect(Object.keys(loadRollbackTemplates()).sort()).toEqual(files.sort())
})

test('RESET ALL keeps every setting that the templates use', () => {
  const texts = readdirSync('templates/package').map((name) => readFileSync(`templates/package/${name}`, 'utf8'))
  const used = new Set(texts.join('').match(/\bdvm\.[a-z]+(?=')/g))
  const kept = readFileSync('templates/package/keep-settings.sql', 'utf8')
  expect([...used].filter((name) => !kept.includes(`'${name}'`))).toEqual([])
  expect(used.size).toBeGreaterThan(10)
})
