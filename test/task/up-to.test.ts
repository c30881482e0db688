import { describe, expect, test } from 'vitest'
import { clearChecksums } from '../../src/task/clear-checksums.ts'
import { update } from '../../src/task/update.ts'
import { xml } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, type Files, tablesOf, type Wishes, withContext } from '../support/package.ts'

const table = (id: string, more = ''): string =>
  `<changeSet id="${id}" author="me"${more}><sql>create table ${id} (i int)</sql></changeSet>`
const files: Files = {
  'root.xml': xml(
    [
      table('a'),
      table('b', ' context="test"'),
      '<changeSet id="t" author="me"><tagDatabase tag="v1"/></changeSet>',
      table('c'),
      table('d'),
    ].join('\n'),
  ),
}
const toTag = (tag: string): Wishes => ({ contexts: ['prod'], upTo: { kind: 'tag', tag } })
const count = (number: number): Wishes => ({ contexts: ['prod'], upTo: { kind: 'count', count: number } })
const ids = (manifest: { changesets: readonly { key: { id: string } }[] }): string =>
  manifest.changesets.map((one) => one.key.id).join('')

describe('a package holds no more than it was asked for', () => {
  test('offline, of the whole changelog', async () => {
    expect(ids((await buildFrom(files, count(2))).manifest)).toBe('at')
    expect(ids((await buildFrom(files, toTag('v1'))).manifest)).toBe('at')
    expect(ids((await buildFrom(files, { ...toTag('v1'), contexts: ['test'] })).manifest)).toBe('abt')
  })

  test('pending, of what is left; each changeset left out is told why', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, { 'root.xml': xml(table('a')) })
      const pending: Wishes = { url, contexts: ['test'], package: { kind: 'pending' } }
      const two = await buildFrom(files, { ...count(2), ...pending })
      expect(ids(two.manifest)).toBe('bt')
      expect(two.decisions['d']).toEqual({
        verdict: 'skip',
        because: 'beyond-count',
        detail: 'only 2 changesets were asked for',
      })
      expect(two.decisions['a']).toMatchObject({ because: 'already-ran' })
      const tagged = await buildFrom(files, { ...toTag('v1'), ...pending })
      expect(ids(tagged.manifest)).toBe('bt')
      expect(tagged.decisions['c']).toEqual({ verdict: 'skip', because: 'beyond-tag', detail: 'behind tag "v1"' })
    })
  })

  test('of kind deployed it holds what ran, and takes no limit', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      for (const limit of [count(1), toTag('v1')]) {
        await expect(buildFrom(files, { url, ...limit })).rejects.toMatchObject({
          code: 'SETTING_INVALID',
          message: expect.stringMatching(/^--(count|to-tag) .*a package of kind deployed holds all that ran/),
        })
      }
    })
  })

  test('a tag that no changeset carries is refused; allowed, it leaves a mark', async () => {
    await expect(buildFrom(files, toTag('v2'))).rejects.toMatchObject({ code: 'TAG_NOT_FOUND', exitCode: 3 })
    const { manifest, text } = await buildFrom(files, { ...toTag('v2'), package: { allow: ['unknown-tag'] } })
    expect([ids(manifest), manifest.allowed]).toEqual(['atcd', ['unknown-tag']])
    expect(text).toContain('--allow unknown-tag: no changeset carries tag "v2", everything was taken')
  })
})

test('a dry run of an update tells what would be tried, and changes nothing', async () => {
  await withFreshDatabase(async (url) => {
    const report = await withContext(files, { url, ...toTag('v1') }, (context) => update(context, { dryRun: true }))
    expect(report).toMatchObject({ ok: true, dryRun: true, counts: { planned: 2, applied: 0 } })
    expect(report.rows.map((row) => [row.key.id, row.outcome, row.message])).toEqual([
      ['a', 'planned', 'never-ran'],
      ['t', 'planned', 'never-ran'],
    ])
    expect(await tablesOf(url)).toEqual([])
    await expect(
      withContext(files, { url, ...toTag('v2') }, (context) => update(context, { dryRun: true })),
    ).rejects.toMatchObject({ code: 'TAG_NOT_FOUND' })
  })
})

test('an update tells what was allowed, and what it did to old checksums', async () => {
  await withFreshDatabase(async (url) => {
    const notes: string[] = []
    const run = (wishes: Wishes) =>
      withContext(files, { url, ...wishes }, (context) => update(context, { onNote: (note) => notes.push(note) }))
    expect(await run({ ...toTag('v2'), package: { allow: ['unknown-tag'] } })).toMatchObject({ counts: { applied: 4 } })
    expect(await withContext(files, { url }, (context) => clearChecksums(context))).toMatchObject({ cleared: 4 })
    await run({ contexts: ['prod'] })
    expect(notes).toEqual([
      expect.stringMatching(/^--allow unknown-tag/),
      'checksums that were missing or of an older version, now up to date: 4',
    ])
  })
})
