import { describe, expect, test } from 'vitest'
import { xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { attempt, buildFrom, deploy, type Files, formatted, outcomes, tablesOf } from '../support/package.ts'

const one = (header: string, sql: string): Files => formatted([header, sql], ['last', 'select 1;'])

async function historyOf(url: string) {
  return query(url, 'select * from databasechangelog order by orderexecuted, id')
}

describe('a changeset that the target has', () => {
  test('is skipped, and the history stays as it was', async () => {
    await withFreshDatabase(async (url) => {
      const files = one('a', 'create table a (id int);')
      await deploy(url, files)
      const before = await historyOf(url)
      const { notices } = await deploy(url, files)
      expect(notices.join('\n')).toMatch(
        /0 of 2 changesets to run, 2 already here[\s\S]*is complete: 0 applied or marked/,
      )
      expect(await historyOf(url)).toEqual(before)
      const lock = { id: 1, locked: false, lockgranted: null, lockedby: null }
      expect(await query(url, 'select * from databasechangeloglock')).toEqual([lock])
    })
  })

  const files: Files = {
    'root.xml': xml('<include file="db/a.sql"/>'),
    'db/a.sql': '--liquibase formatted sql\n--changeset me:a\ncreate table a (id int);\n',
  }
  const paths = [
    'classpath:db/a.sql',
    './db/a.sql',
    '/db/a.sql',
    'db\\a.sql',
    'db//a.sql',
    'db/./a.sql',
    'db/x/../a.sql',
  ]
  const more = [
    'classpath:/db/a.sql',
    'C:\\db\\a.sql',
    'c:/db/a.sql',
    './/db/./x/y/../../a.sql',
    'classpath:./db/a.sql',
  ]

  test.each([...paths, ...more])('is known by the path an older Liquibase wrote: %s', async (path) => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await query(url, 'update databasechangelog set filename = $1', [path])
      const before = await historyOf(url)
      await deploy(url, files)
      expect(await historyOf(url)).toEqual(before)
    })
  })

  test.each(['DB/a.sql', 'other/db/a.sql', 'db/b.sql'])('is not taken for one of another path: %s', async (path) => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await query(url, 'drop table a; update databasechangelog set filename = $$' + `${path}$$`)
      await deploy(url, files)
      expect((await historyOf(url)).map((row) => row['filename'])).toEqual([path, 'db/a.sql'])
    })
  })

  test('may stand twice in the history: the latest row counts', async () => {
    await withFreshDatabase(async (url) => {
      const files = one('a', 'create table a (id int);')
      await deploy(url, files)
      const columns = 'id, author, filename, orderexecuted, exectype, md5sum'
      await query(
        url,
        `insert into databasechangelog (dateexecuted, ${columns}) select dateexecuted - interval '1 day', id, author, filename, 9, exectype, '9:old' from databasechangelog where id = 'a'`,
      )
      await deploy(url, files)
      expect(await query(url, "select count(*)::int as n from databasechangelog where id = 'a'")).toEqual([{ n: 2 }])
      await query(
        url,
        `update databasechangelog set dateexecuted = dateexecuted + interval '2 days' where md5sum = '9:old'`,
      )
      expect((await attempt(url, files)).errors[0]?.message).toContain('with other contents')
    })
  })
})

describe('a target that ran another text', () => {
  const before = formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);'])
  const after = formatted(
    ['new', 'create table new (id int);'],
    ['a', 'create table a (id bigint);'],
    ['b', 'create table b (id bigint);'],
  )

  test('is refused before anything is changed, each changeset listed with both checksums', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, before)
      const history = await historyOf(url)
      const { errors } = await attempt(url, after)
      expect(errors[0]?.message).toContain('changesets of this package ran on this target with other contents')
      expect(errors[0]?.detail?.split('\n')).toEqual([
        expect.stringMatching(/^root\.sql::a::me recorded 9:[0-9a-f]{32}, package 9:[0-9a-f]{32}$/),
        expect.stringMatching(/^root\.sql::b::me recorded 9:/),
      ])
      expect(await historyOf(url)).toEqual(history)
      expect(await tablesOf(url)).toEqual(['a', 'b'])
    })
  })

  test.each([
    ['any', '--validCheckSum: any'],
    ['1:any', '--validCheckSum: 1:any'],
    ['ALL', '--validCheckSum: ALL'],
    ['the recorded one', '--validCheckSum: RECORDED'],
    ['its own, as Liquibase takes it', '--validCheckSum: COMPUTED'],
  ])('is taken where validCheckSum names %s', async (_title, line) => {
    await withFreshDatabase(async (url) => {
      await deploy(url, one('a', 'create table a (id int);'))
      const [row] = await query(url, "select md5sum from databasechangelog where id = 'a'")
      const edited = 'create table a (id bigint);'
      const { manifest } = await buildFrom(one('a', edited))
      const sums = { RECORDED: String(row?.['md5sum']), COMPUTED: manifest.changesets[0]?.checksum ?? '' }
      const valid = line.replace(/RECORDED|COMPUTED/, (name) => sums[name as keyof typeof sums])
      await deploy(url, one('a', `${valid}\n${edited}`))
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED', last: 'EXECUTED' })
    })
  })

  test('is refused where validCheckSum names another one', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, one('a', 'create table a (id int);'))
      const { errors } = await attempt(url, one('a', '--validCheckSum: 9:0123\ncreate table a (id bigint);'))
      expect(errors[0]?.message).toContain('with other contents')
    })
  })

  test.each([null, '8:d41d8cd98f00b204e9800998ecf8427e', '7:d41d8cd98f00b204e9800998ecf8427e'])(
    'cannot be told by a package of version 9 checksums: %s',
    async (md5sum) => {
      await withFreshDatabase(async (url) => {
        const files = one('a', 'create table a (id int);')
        await deploy(url, files)
        await query(url, 'update databasechangelog set md5sum = $1', [md5sum])
        await deploy(url, files)
        expect(await query(url, 'select distinct md5sum from databasechangelog')).toEqual([{ md5sum }])
      })
    },
  )

  test('is told by version 8 checksums where the changelog names one of that version', async () => {
    await withFreshDatabase(async (url) => {
      const files = one('a', '--validCheckSum: 8:0123\ncreate table a (id int);')
      await deploy(url, files)
      const { text } = await buildFrom(files)
      const old = /'(8:[0-9a-f]{32})'/.exec(text)?.[1]
      await query(url, 'update databasechangelog set md5sum = $1', [old])
      await deploy(url, files)
      await query(url, "update databasechangelog set md5sum = '8:0124'")
      expect((await attempt(url, files)).errors[0]?.detail).toContain('root.sql::a::me recorded 8:0124')
    })
  })
})

describe('a changeset that may run again', () => {
  async function rerun(url: string, header: string, texts: readonly string[]): Promise<string[]> {
    for (const text of texts) await deploy(url, one(header, `${text}\ninsert into ran values (1);`))
    return (await historyOf(url)).map((row) => `${row['id']} ${row['exectype']} ${row['orderexecuted']}`)
  }

  test('does so with runOnChange when its text changed: its row moves to the end of the order', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create table ran (n int)')
      expect(await rerun(url, 'v runOnChange:true', ['select 1;', 'select 1;'])).toEqual([
        'v EXECUTED 1',
        'last EXECUTED 2',
      ])
      const [first] = await historyOf(url)
      expect(await rerun(url, 'v runOnChange:true', ['select 2;'])).toEqual(['last EXECUTED 2', 'v RERAN 3'])
      const moved = (await historyOf(url))[1]
      expect(moved?.['md5sum']).not.toBe(first?.['md5sum'])
      expect(moved?.['deployment_id']).not.toBe(first?.['deployment_id'])
      expect(await query(url, 'select count(*)::int as n from ran')).toEqual([{ n: 2 }])
    })
  })

  test('does so with runOnChange whatever validCheckSum says, as Liquibase does', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create table ran (n int)')
      const texts = ['--validCheckSum: any\nselect 1;', '--validCheckSum: any\nselect 2;']
      expect(await rerun(url, 'v runOnChange:true', texts)).toEqual(['last EXECUTED 2', 'v RERAN 3'])
    })
  })

  test('does so with runOnChange by its version 8 checksum where that is what the target has', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create table ran (n int)')
      const files = one('v runOnChange:true', 'select 1;\ninsert into ran values (1);')
      await deploy(url, files)
      const old = /'(8:[0-9a-f]{32})'/.exec((await buildFrom(files)).text)?.[1]
      await query(url, "update databasechangelog set md5sum = $1 where id = 'v'", [old])
      await deploy(url, files)
      expect(await outcomes(url)).toEqual({ v: 'EXECUTED', last: 'EXECUTED' })
      await deploy(url, one('v runOnChange:true', 'select 2;\ninsert into ran values (1);'))
      expect(await outcomes(url)).toEqual({ v: 'RERAN', last: 'EXECUTED' })
      expect(await query(url, "select md5sum from databasechangelog where md5sum like '8:%'")).toEqual([])
    })
  })

  test('does so with runAlways every time, its row once in the history', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create table ran (n int)')
      const texts = ['select 1;', 'select 1;', 'select 2;']
      expect(await rerun(url, 'v runAlways:true', texts)).toEqual(['last EXECUTED 2', 'v RERAN 4'])
      expect(await query(url, 'select count(*)::int as n from ran')).toEqual([{ n: 3 }])
    })
  })
})
