import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { formats } from '../support/changelog-document.ts'
import { allCases } from './change-types/all-cases.ts'
import { undoneAfterAll } from './change-types/irreversible.ts'
import { type Aspect, type Finding, judge } from './change-types/judge.ts'
import { tableOf } from './change-types/table.ts'

const promises: readonly (readonly [aspect: Aspect, promise: string])[] = [
  ['outcome', 'has cases that show something'],
  ['read', 'is read, whatever Liquibase reads'],
  ['first run', 'is packaged: schema, data and history are those that Liquibase leaves'],
  ['second run', 'runs a second time as a second update does'],
  ['nothing left', 'leaves Liquibase nothing to do'],
  ['checksum 9', 'has the rows that Liquibase writes when it only synchronises'],
  ['checksum 8', 'has checksums of version 8 that Liquibase takes for its own'],
  ['update', 'is deployed by an update as by a package'],
  ['rollback', 'is rolled back as Liquibase does'],
]

const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
const found = new Map<string, readonly Finding[]>()

for (const format of formats) {
  describe(`every change type, in ${format.toUpperCase()}`, () => {
    beforeAll(async () => {
      found.set(format, await judge(allCases, format))
    }, 600_000)

    for (const [aspect, promise] of promises) {
      it(promise, () => {
        const texts = (found.get(format) ?? []).filter((finding) => finding.aspect === aspect).map(({ text }) => text)
        expect(texts.join('\n'), `${texts.length} differences`).toBe('')
      })
    }
  })
}

it('what Liquibase cannot undo is known to be impossible before anything is written', async () => {
  expect(await undoneAfterAll(allCases)).toEqual([])
}, 300_000)

it('the table in README.md says what this run found', async () => {
  const table = await tableOf(allCases, [...found.values()].flat())
  const [begin, end] = ['<!-- change types -->\n', '<!-- /change types -->']
  const text = readFileSync(readme, 'utf8')
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  expect(from).toBeGreaterThanOrEqual(begin.length)
  if (process.env['UPDATE_TABLE'] === '1') writeFileSync(readme, text.slice(0, from) + table + text.slice(to))
  else expect(text.slice(from, to), 'UPDATE_TABLE=1 writes it anew').toBe(table)
})
