import { expect, test } from 'vitest'
import { update } from '../../src/task/update.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, type Files, formatted, outcomes, withContext } from '../support/package.ts'

const named = (length: number): Files => formatted([`"${'x'.repeat(length)}"`, 'select 1;'])
const column = (name: string, type: string): string => `alter table databasechangelog alter ${name} type ${type}`

test('an id is as long as the history of the database has room for; elsewhere 255', async () => {
  await expect(buildFrom(named(256))).rejects.toThrow('has 256 characters, and its history entry has room for 255')
  await withFreshDatabase(async (url) => {
    await deploy(url, named(1))
    await query(url, column('id', 'varchar(300)'))
    expect(await withContext(named(300), { url }, (context) => update(context))).toMatchObject({ ok: true })
    expect(Object.keys(await outcomes(url)).map(({ length }) => length)).toEqual([1, 300])
    await expect(withContext(named(301), { url }, (context) => update(context))).rejects.toThrow('room for 300')
    // What ran there goes into a package; whether its target has the room, only that can tell.
    expect((await buildFrom(named(300), { url, package: { allow: ['missing'] } })).manifest.changesets).toHaveLength(1)
    await query(url, `delete from databasechangelog; ${column('id', 'varchar(63)')}`)
    const pending = { url, package: { kind: 'pending' } } as const
    await expect(buildFrom(named(64), pending)).rejects.toThrow('room for 63')
    await query(url, column('id', 'text'))
    expect((await buildFrom(named(3000), pending)).manifest.changesets).toHaveLength(1)
  })
})
