import { describe, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { formatPlace } from '../../src/model/place.ts'
import { applyPackage } from '../../src/task/apply-package.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { deploy, formatted, outcomes, settingsIn, tablesOf } from '../support/package.ts'
import { buildBack, send } from '../support/rollback.ts'

const three = formatted(
  ['one', 'create table one (id int);\n--rollback drop table one;'],
  ['two', 'create table two (id int);\n--rollback drop table two;'],
  ['three', 'create table three (id int);\n--rollback drop table three;'],
)

async function complaintsOf(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DvmError)) throw new Error(`it was not refused: ${String(error)}`)
  return error.complaints.map(
    ({ code, message, place }) => `${place === null ? '-' : formatPlace(place)} ${message} [${code}]`,
  )
}

describe('a target that does not stand where the package begins is refused, with where it stands:', () => {
  const back = () => buildBack(three, {}, { to: { kind: 'version', version: { kind: 'order', order: 1 } } })

  test('it has later changesets', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, { ...three, 'root.sql': `${three['root.sql']}\n--changeset me:four\ncreate table four ();\n` })
      const { errors } = await send(url, (await back()).text)
      expect(errors[0]).toMatchObject({
        message: expect.stringMatching(
          /later changesets, which would be left on removed ground; it stands at order:4, root\.sql::four::me/,
        ),
        detail: 'root.sql::four::me',
        hint: expect.stringContaining('Nothing was changed'),
      })
      expect(await tablesOf(url)).toEqual(['four', 'one', 'three', 'two'])
    })
  })

  test('it lacks one below', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, three)
      await query(url, "delete from databasechangelog where id = 'one'")
      const { errors } = await send(url, (await back()).text)
      expect(errors[0]).toMatchObject({
        message: expect.stringContaining('it lacks changesets'),
        detail: 'root.sql::one::me',
      })
      expect(await tablesOf(url)).toEqual(['one', 'three', 'two'])
    })
  })

  test('it lacks one between those that are undone', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, three)
      await query(url, "delete from databasechangelog where id = 'two'")
      const { errors } = await send(url, (await buildBack(three)).text)
      expect(errors[0]).toMatchObject({
        message: expect.stringContaining('it lacks changesets'),
        detail: 'root.sql::two::me',
      })
    })
  })

  test('it ran one with other contents', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, three)
      await query(url, "update databasechangelog set md5sum = '9:00' where id = 'three'")
      const { errors } = await send(url, (await back()).text)
      expect(errors[0]).toMatchObject({ detail: expect.stringContaining('root.sql::three::me recorded 9:00') })
    })
  })

  test('but not one that lacks what may leave no row', async () => {
    const may = formatted(
      ['below failOnError:false', 'select 1 / 0;\n--rollback empty'],
      ['one', 'create table one (id int);\n--rollback drop table one;'],
      ['may failOnError:false', 'create table one (id int);\n--rollback drop table one;'],
      ['three', 'create table three (id int);\n--rollback drop table three;'],
    )
    await withFreshDatabase(async (url) => {
      await deploy(url, may)
      expect(await outcomes(url)).toEqual({ one: 'EXECUTED', three: 'EXECUTED' })
      const { text } = await buildBack(
        may,
        {},
        { to: { kind: 'version', version: { kind: 'id', id: 'one', author: null, path: null } } },
      )
      expect((await send(url, text)).errors).toEqual([])
      expect(await tablesOf(url)).toEqual(['one'])
    })
  })

  test('but not one that stands between, nor what ran before, nor a tag of its own', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['elsewhere', 'create table elsewhere ();']))
      await deploy(url, { 'root.sql': three['root.sql']?.toString().replace(/--changeset me:three[\s\S]*/, '') ?? '' })
      const { errors } = await send(url, (await back()).text)
      expect(errors).toEqual([])
      expect(await tablesOf(url)).toEqual(['elsewhere', 'one'])
    })
  })
})

describe('a run that stops half-way', () => {
  const files = formatted(
    ['one', 'create table one (id int);\n--rollback drop table one;'],
    ['two', 'create table two (id int);\n--rollback drop table two;\n--rollback select no_such_column;'],
    ['three', 'create table three (id int);\n--rollback drop table three;'],
  )

  test('names what failed, leaves it whole, and goes on where it stopped', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const { text } = await buildBack(files)
      const { errors, notices } = await send(url, text)
      expect(errors[0]?.message).toContain('no_such_column')
      expect(notices.join('\n')).toMatch(
        /WARNING: changeset root\.sql::two::me failed at root\.sql:\d+; nothing after it runs/,
      )
      expect(errors.at(-1)?.message).toContain('changesets 1 to 1 of 3 are undone, number 2 failed, 1 were not tried')
      expect(await outcomes(url)).toEqual({ one: 'EXECUTED', two: 'EXECUTED' })
      expect(await tablesOf(url)).toEqual(['one', 'two'])
      await query(url, 'create view no_such as select 1 as no_such_column')
      const mended = text.replaceAll('select no_such_column', 'select no_such_column from no_such')
      expect((await send(url, mended)).errors).toEqual([])
      expect(await outcomes(url)).toEqual({})
    })
  })

  test('is accounted for changeset by changeset', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const { file } = await buildBack(files)
      const apply = async () => {
        const context = await compose(settingsIn('/', {}, { url, changelog: null }))
        const report = await applyPackage(context, file)
        await context.database?.close()
        return report.rows.map(({ key, outcome }) => `${key.id} ${outcome}`)
      }
      expect(await apply()).toEqual(['three rolled-back', 'two failed', 'one never-tried'])
      expect(await apply()).toEqual(['three skipped', 'two failed', 'one never-tried'])
    })
  })

  test('in one transaction leaves everything', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await send(url, (await buildBack(files, { package: { transaction: 'single' } })).text)
      expect(await outcomes(url)).toEqual({ one: 'EXECUTED', two: 'EXECUTED', three: 'EXECUTED' })
    })
  })
})

describe('what cannot be undone', () => {
  const files = formatted(
    ['one', 'create table one (id int);'],
    ['rows', "insert into one values (1);\ncomment on table one is 'x';"],
    ['two', 'create table two (id int);'],
  )

  test('is told, all of it, before anything is written', async () => {
    expect(await complaintsOf(buildBack(files))).toEqual([
      'root.sql:8:1 changeset root.sql::rows::me cannot be undone: the comment before is not known [ROLLBACK_IMPOSSIBLE]',
      'root.sql:7:1 changeset root.sql::rows::me cannot be undone: nobody can say which rows were there before INSERT [ROLLBACK_IMPOSSIBLE]',
    ])
    expect(await complaintsOf(buildBack(files, {}, { proposed: false }))).toHaveLength(3)
  })

  test('is told together with what was edited after it ran and what is in no file any more', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, { 'root.sql': `${files['root.sql']}\n--changeset me:gone\nselect 1;\n` })
      const edited = { 'root.sql': String(files['root.sql']).replace('table two (id int)', 'table two (id bigint)') }
      const codes = (await complaintsOf(buildBack(edited, { url }))).map((line) => /\[(\w+)\]$/.exec(line)?.[1])
      expect(codes).toEqual(['CHECKSUM_DRIFT', 'CHANGESET_MISSING', 'ROLLBACK_IMPOSSIBLE', 'ROLLBACK_IMPOSSIBLE'])
    })
  })

  test('is a statement that no package can hold, also where the others could be undone', async () => {
    const copy = formatted(['one', 'create table one (id int);\ncopy one from stdin;'])
    expect(await complaintsOf(buildBack(copy))).toEqual([
      expect.stringMatching(
        /root\.sql:5:1 .* cannot be undone: COPY FROM STDIN cannot be packaged.*ROLLBACK_IMPOSSIBLE/,
      ),
    ])
  })

  test('is passed over where that is allowed: its effects stay, its row goes, and the package says so', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const { text, manifest } = await buildBack(
        files,
        { url },
        { allowIrreversible: true, to: { kind: 'count', count: 2 } },
      )
      expect(manifest.undoes.map(({ rollback }) => rollback)).toEqual(['proposed', 'none'])
      expect(manifest.allowed).toEqual(['irreversible'])
      expect(text).toContain('-- rollback: none; --allow-irreversible: what it did stays, its row goes')
      expect((await send(url, text)).errors).toEqual([])
      expect(await outcomes(url)).toEqual({ one: 'EXECUTED' })
      expect(await query(url, 'select * from one')).toEqual([{ id: 1 }])
    })
  })
})

test('the same input gives the same bytes', async () => {
  expect((await buildBack(three)).text).toBe((await buildBack(three)).text)
})

describe('a proposed rollback', () => {
  test('is marked in header, banner and manifest', async () => {
    const { text, manifest } = await buildBack(formatted(['one', 'create table one (id int);']))
    expect(text).toContain('-- Rollback:         own 0, derived 0, proposed 1, restored 0, none 0')
    expect(text).toContain('-- rollback: proposed; PROPOSED from its SQL')
    expect(manifest.changesets[0]?.rollback).toBe('proposed')
  })

  test('takes nothing away where the changeset was only marked as ran', async () => {
    const mark =
      "--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 select count(*) from pg_class where relname = 'one'\n"
    const files = formatted(['one', `${mark}create table one (id int);`])
    await withFreshDatabase(async (url) => {
      await query(url, 'create table one (id int)')
      await deploy(url, files)
      expect(await outcomes(url)).toEqual({ one: 'MARK_RAN' })
      expect((await send(url, (await buildBack(files, { url })).text)).errors).toEqual([])
      expect(await outcomes(url)).toEqual({})
      expect(await tablesOf(url)).toEqual(['one'])
    })
  })

  test('is none where SQL of the changelog may let its names mean another schema', async () => {
    const files = formatted(['path', 'set search_path = s;\n--rollback empty'], ['one', 'create table one (id int);'])
    expect((await complaintsOf(buildBack(files))).join()).toContain('the changelog sets search_path')
    const qualified = formatted(
      ['path', 'set search_path = s;\n--rollback empty'],
      ['one', 'create table s.one (id int);'],
    )
    expect((await buildBack(qualified)).manifest.undoes[0]?.rollback).toBe('proposed')
  })
})
