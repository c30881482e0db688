import { describe, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { formatKey } from '../../src/model/changeset.ts'
import { listChecksums } from '../../src/task/list-checksums.ts'
import { makeTree } from '../parse/tree.ts'
import { type Files, formatted, settingsIn } from '../support/package.ts'
import { CHANGELOG } from './twin-changelog.ts'
import { type Step, walkTwins } from './twins.ts'

const update = (more: Partial<Extract<Step, { does: 'update' }>> = {}): Step => ({ does: 'update', ...more })

describe('update --count takes what update-count takes', { timeout: 120_000 }, () => {
  test('in the order of the changelog, what a precondition skips counted', () =>
    walkTwins(CHANGELOG, [
      update({ count: 1, contexts: 'prod' }),
      update({ count: 3, contexts: 'prod' }),
      update({ count: 2, contexts: 'prod' }),
      update({ count: 1 }),
    ]))

  test('what runs always counted each time, what was left and what failed, too', () =>
    walkTwins(CHANGELOG, [
      update({ labels: '!slow' }),
      update({ count: 1 }),
      update({ count: 2, labels: 'late' }),
      update({ count: 99 }),
    ]))
})

describe('update --to-tag takes what update-to-tag takes', { timeout: 120_000 }, () => {
  test('up to the tag with it, then on; a tag that ran lets late-comers in', () =>
    walkTwins(CHANGELOG, [
      update({ toTag: 'v1', contexts: 'prod' }),
      update({ toTag: 'v2', contexts: 'test' }),
      update({ toTag: 'v1' }),
      update({ toTag: 'v2', labels: '!slow' }),
    ]))

  test('everything where contexts leave the tagged changeset out, or where no changeset has the tag', () =>
    walkTwins(CHANGELOG, [update({ toTag: 'v2', contexts: 'prod', labels: '!slow' }), update({ toTag: 'no such' })]))

  test('a tag that was put on an entry later, in any case', () =>
    walkTwins(CHANGELOG, [
      update({ count: 3 }),
      { does: 'tag', tag: 'Release A' },
      { does: 'sql', sql: "delete from databasechangelog where id = 'first'; drop table a" },
      update({ toTag: 'release a' }),
      update({ toTag: 'V4' }),
    ]))
})

describe('update treats old checksums as Liquibase does', { timeout: 120_000 }, () => {
  const clear: Step = { does: 'clear-checksums' }

  test('all that are missing are filled in by update', () => walkTwins(CHANGELOG, [update(), clear, update()]))

  test('those that labels leave out as well, those that contexts leave out not', () =>
    walkTwins(CHANGELOG, [update(), clear, update({ contexts: 'prod', labels: 'none' })]))

  test('--count fills in none, --to-tag those it comes by', () =>
    walkTwins(CHANGELOG, [update(), clear, update({ count: 1 }), update({ toTag: 'v1' })]))

  test('those of version 8 become version 9, where the update comes by', async () => {
    const rows = await versionEight(CHANGELOG)
    const old: Step = {
      does: 'sql',
      sql: rows
        .map(
          ([key, sum]) =>
            `update databasechangelog set md5sum = '${sum}' where filename || '::' || id || '::' || author = '${key}'`,
        )
        .join(';'),
    }
    await walkTwins(CHANGELOG, [
      update(),
      old,
      update({ count: 1 }),
      update({ toTag: 'v1' }),
      update({ contexts: 'prod', labels: 'none' }),
      update(),
    ])
  })

  test('an edit made while there was none is taken as it is', () =>
    walkTwins(formatted(['a', 'create table a (i int);'], ['b', 'create table b (i int);']), [
      update(),
      clear,
      { does: 'edit', files: formatted(['a', 'create table a (i bigint);'], ['b', 'create table b (i int);']) },
      update(),
    ]))

  test('what runs on change is not run again only because its checksum is missing', () =>
    walkTwins(formatted(['v runOnChange:true', 'create or replace view v as select 1 as n;']), [
      update(),
      clear,
      { does: 'edit', files: formatted(['v runOnChange:true', 'create or replace view v as select 2 as n;']) },
      update({ count: 1 }),
      update(),
      { does: 'edit', files: formatted(['v runOnChange:true', 'create or replace view v as select 3 as n;']) },
      update(),
    ]))
})

describe('update judges what Liquibase judges', { timeout: 120_000 }, () => {
  test('a changeset that was edited and that contexts leave out does not matter', () =>
    walkTwins(CHANGELOG, [
      update({ contexts: 'test' }),
      {
        does: 'sql',
        sql: "update databasechangelog set md5sum = '9:00000000000000000000000000000000' where id = 'tested'",
      },
      update({ contexts: 'prod' }),
      { does: 'sql', sql: "update databasechangelog set md5sum = null where id = 'tested'" },
    ]))

  test('one that is ignored does not matter either', () =>
    walkTwins(CHANGELOG, [
      update(),
      {
        does: 'sql',
        sql: `insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum)
              values ('ignored', 'me', 'root.xml', '2020-01-01', 0, 'EXECUTED', '9:00000000000000000000000000000000')`,
      },
      update(),
    ]))
})

/** Checksums of version 8, as a Liquibase of before 4.22 would have left them. */
async function versionEight(files: Files): Promise<[key: string, checksum: string][]> {
  const context = await compose(settingsIn(makeTree(files), files))
  const rows = await listChecksums(context, 8)
  return rows.map(({ key, checksum }) => [formatKey(key), checksum])
}
