import { expect, test } from 'vitest'
import type { Warning } from '../../src/model/changelog.ts'
import { findDrift } from '../../src/task/find-drift.ts'
import { listChecksums } from '../../src/task/list-checksums.ts'
import { readStatus } from '../../src/task/read-status.ts'
import { validate } from '../../src/task/validate.ts'
import { withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, type Files, formatted, withContext } from '../support/package.ts'

const using = (name: string): string => `select '\${${name}}';`

/** Each uses a property that nobody defines and has the name of its changeset; `named` in a file, which is expanded late. */
const files: Files = {
  ...formatted(
    ['ran', using('ran')],
    ['filtered context:test', using('filtered')],
    ['foreign dbms:oracle', using('foreign')],
    ['pending', using('pending')],
  ),
  'root.xml': `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
<include file="root.sql"/>
<changeSet id="file" author="me"><sqlFile path="named.sql"/></changeSet>
<changeSet id="file again" author="me" context="test"><sqlFile path="named.sql"/></changeSet>
</databaseChangeLog>`,
  'named.sql': using('named'),
}
const prod = { contexts: ['prod'] }
const names = (warnings: readonly { message: string }[]): string[] =>
  warnings.map(({ message }) => /\$\{(\w+)\}/.exec(message)?.[1] ?? message)

test('warnings about a changeset are told where it is taken, and only there', async () => {
  expect(names((await buildFrom(files, prod)).manifest.warnings)).toEqual(['ran', 'pending', 'named'])
  expect(names((await buildFrom(files, { contexts: ['test'] })).manifest.warnings)).toContain('filtered')
  const sums: string[] = []
  await withContext(files, prod, (context) => listChecksums(context, 9, (told) => sums.push(...names(told))))
  expect(sums).toEqual(['ran', 'pending', 'named'])
  await withFreshDatabase(async (url) => {
    await deploy(url, formatted(['ran', using('ran')]))
    const pending = await buildFrom(files, { ...prod, url, package: { kind: 'pending' } })
    expect(names(pending.manifest.warnings)).toEqual(['pending', 'named'])
    expect(pending.manifest.warnings[0]).not.toHaveProperty('changeset')
    for (const read of [readStatus, validate] as const) {
      const { warnings } = await withContext<{ warnings: readonly Warning[] }>(files, { ...prod, url }, read)
      expect(names(warnings)).toEqual(['pending', 'named'])
    }
  })
})

test('dvm drift tells them with their place', async () => {
  const ran = formatted(['ran', using('ran')])
  await withFreshDatabase(async (url) => {
    await deploy(url, ran)
    const scope = { schemas: null, ignore: [], owners: false, privileges: true }
    const { notes } = await withContext(ran, { url }, (context) =>
      findDrift(context, { scope, scratch: null, prepare: null }),
    )
    expect(notes).toEqual([expect.stringMatching(/^root\.sql:\d+:\d+: property \$\{ran\} is not defined/)])
  })
})
