import { describe, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { findTag } from '../../src/task/find-tag.ts'
import { listLocks } from '../../src/task/list-locks.ts'
import { releaseLocks } from '../../src/task/release-locks.ts'
import { query } from '../support/database.ts'
import { formatted, settingsIn } from '../support/package.ts'
import { CHANGELOG } from './twin-changelog.ts'
import { runLiquibaseOn, type Step, walkTwins } from './twins.ts'

const update: Step = { does: 'update' }
const sync = (more: Partial<Extract<Step, { does: 'changelog-sync' }>> = {}): Step => ({
  does: 'changelog-sync',
  ...more,
})
const next = (more: Partial<Extract<Step, { does: 'mark-next-ran' }>> = {}): Step => ({
  does: 'mark-next-ran',
  ...more,
})
const tag = (name: string): Step => ({ does: 'tag', tag: name })
const sql = (text: string): Step => ({ does: 'sql', sql: text })
const tables = { schema: 'meta', changelog: 'my_history', lock: 'my_lock' }

describe('changelog-sync records what Liquibase records', { timeout: 120_000 }, () => {
  test('on an empty database, filter after filter', () =>
    walkTwins(CHANGELOG, [sync({ contexts: 'prod', labels: '!slow' }), sync({ contexts: 'test' }), sync(), sync()]))

  test('what ran already, marked or edited and run again included, stays as it is', () =>
    walkTwins(CHANGELOG, [{ does: 'update', count: 5 }, sync({ labels: 'slow' }), update, sync()]))

  test('up to a tag, also one on a changeset that is left out; a tag put later counts in any case', () =>
    walkTwins(CHANGELOG, [
      sync({ toTag: 'v1', contexts: 'prod' }),
      sync({ toTag: 'v2', contexts: 'prod', labels: '!slow' }),
      tag('here'),
      sync({ toTag: 'HERE' }),
      sync({ toTag: 'no such' }),
    ]))

  test('checksums that are missing are filled in, those that contexts leave out not', () =>
    walkTwins(CHANGELOG, [
      update,
      { does: 'clear-checksums' },
      sync({ toTag: 'v1', contexts: 'prod', labels: 'none' }),
      { does: 'mark-next-ran' },
      sync(),
    ]))

  test('what ran under a name that differs in case only counts as ran, until an update runs it', () =>
    walkTwins(formatted(['one', 'create table a (i int);'], ['two', 'create table b (i int);']), [
      sync(),
      sql("update databasechangelog set id = upper(id), filename = './Root.SQL' where id = 'one'"),
      sync(),
      next(),
    ]))

  test('in tables of other names in another schema', () =>
    walkTwins(CHANGELOG, [sync({ toTag: 'v1' }), tag('x'), next(), { does: 'clear-checksums' }, update], tables))
})

describe('mark-next-ran records what Liquibase records', { timeout: 120_000 }, () => {
  test('one after the other, as contexts and labels leave them, to the end', () =>
    walkTwins(CHANGELOG, [
      next({ contexts: 'prod' }),
      next({ contexts: 'prod', labels: '!slow' }),
      next(),
      next({ labels: 'late' }),
      next({ labels: 'late' }),
      update,
      next(),
      next(),
      next(),
    ]))
})

describe('tag puts its tag where Liquibase puts it', { timeout: 120_000 }, () => {
  test('on a row of its own in an empty history, again on the same one', () =>
    walkTwins(CHANGELOG, [tag('it\'s "1" \\ ü'), tag(' 2 '), update, tag('2')]))

  test('on what ran last by date, which a rerun makes the last', () =>
    walkTwins(CHANGELOG, [update, tag('a'), { does: 'update', count: 1 }, tag('b'), sync(), tag('a')]))

  test('on every row that shares date and number with the last one', () =>
    walkTwins(CHANGELOG, [
      update,
      sql(
        "update databasechangelog set dateexecuted = '2030-01-01', orderexecuted = 77 where id in ('first', 'always')",
      ),
      tag('both'),
    ]))
})

test('tag-exists, list-locks and release-locks say and do what Liquibase says and does', { timeout: 120_000 }, () =>
  walkTwins(CHANGELOG, [sync(), tag('v9')], null, async (twins) => {
    const { theirs, ours, folder } = twins
    const ask = (command: string, ...extra: string[]): Promise<string> =>
      runLiquibaseOn(twins, CHANGELOG, theirs, command, extra, null)
    const context = await compose(settingsIn(folder, CHANGELOG, { url: ours }))
    for (const name of ['v9', 'v1', 'V9', 'none']) {
      const answer = await ask('tag-exists', `--tag=${name}`)
      expect((await findTag(context, name)).exists, name).toBe(!answer.includes('does NOT exist'))
    }
    const lock = `update databasechangeloglock
      set locked = true, lockgranted = '2026-01-02 03:04:05', lockedby = 'ci-7 (10.0.0.7)'`
    for (const url of [theirs, ours]) await query(url, lock)
    expect(await ask('list-locks')).toMatch(/ - ci-7 \(10\.0\.0\.7\) at Jan 2, 2026/)
    const holder = { kind: 'row', by: 'ci-7 (10.0.0.7)', since: '2026-01-02 03:04:05', pid: null }
    expect((await listLocks(context)).holders).toEqual([holder])
    await ask('release-locks')
    expect((await releaseLocks(context)).released).toEqual(holder)
    const rows = (url: string): Promise<unknown> => query(url, 'select * from databasechangeloglock')
    expect(await rows(ours)).toEqual(await rows(theirs))
    expect((await listLocks(context)).holders).toEqual([])
    await context.database?.close()
  }),
)
