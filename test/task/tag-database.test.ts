import { expect, test } from 'vitest'
import { findTag } from '../../src/task/find-tag.ts'
import { tagDatabase } from '../../src/task/tag-database.ts'
import { validate } from '../../src/task/validate.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, formatted, runPackage, withContext, withSession } from '../support/package.ts'

const files = formatted(['a', 'create table a (i int);'], ['b', 'create table b (i int);'])

test('tells which entry has the tag, which tag it had before, and who else has it', async () => {
  await withFreshDatabase(async (url) => {
    const tag = (name: string) => withContext(files, { url }, (context) => tagDatabase(context, name))
    await deploy(url, files)
    expect(await tag('one')).toMatchObject({ tag: 'one', key: { id: 'b' }, before: null, alsoOn: [] })
    await query(url, "update databasechangelog set tag = 'two' where id = 'a'")
    expect(await tag('two')).toMatchObject({ key: { id: 'b' }, before: 'one', alsoOn: [{ id: 'a' }] })
    const found = await withContext(files, { url }, (context) => findTag(context, 'two'))
    expect(found).toMatchObject({ exists: true, keys: [{ id: 'a' }, { id: 'b' }] })
  })
})

test('a dry run leaves the tag, and an empty database, as they were', async () => {
  await withFreshDatabase(async (url) => {
    const report = await withContext(files, { url }, (context) => tagDatabase(context, 'v1', { dryRun: true }))
    expect(report).toMatchObject({ dryRun: true, key: { author: 'liquibase', path: 'liquibase-internal' } })
    expect(await query(url, "select to_regclass('databasechangelog') as there")).toEqual([{ there: null }])
  })
})

test('looking for a tag makes no tables', async () => {
  await withFreshDatabase(async (url) => {
    expect(await withContext(files, { url }, (context) => findTag(context, 'v1'))).toMatchObject({ exists: false })
    expect(await query(url, "select to_regclass('databasechangelog') as there")).toEqual([{ there: null }])
  })
})

test('the row that an empty history gets is nobody’s changeset: nothing misses it, and packages leave it out', async () => {
  await withFreshDatabase(async (url) => {
    await withContext(files, { url }, (context) => tagDatabase(context, 'empty'))
    await deploy(url, files)
    expect(await withContext(files, { url }, (context) => validate(context))).toMatchObject({ ok: true, faults: [] })
    const { manifest } = await buildFrom(files, { url })
    expect(manifest.changesets.map((one) => one.key.id)).toEqual(['a', 'b'])
  })
})

test('a database that is rebuilt has the tags that were put on its source later', async () => {
  await withFreshDatabase(async (source) => {
    await deploy(source, files)
    await withContext(files, { url: source }, (context) => tagDatabase(context, "it's"))
    const { text } = await buildFrom(files, { url: source })
    await withFreshDatabase(async (url) => {
      expect((await withSession(url, (client) => runPackage(client, text))).errors).toEqual([])
      expect(await query(url, 'select id, tag from databasechangelog order by orderexecuted')).toEqual([
        { id: 'a', tag: null },
        { id: 'b', tag: "it's" },
      ])
    })
  })
})
