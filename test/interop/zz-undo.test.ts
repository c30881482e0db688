// @ts-nocheck
import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { liquibase } from '../support/liquibase.ts'
import { writeFiles } from '../support/write-files.ts'
import { allCases } from './change-types/all-cases.ts'
import { caseChangelog, caseFiles } from './change-types/case-changelog.ts'

it('undo', async () => {
  const format = 'xml'
  const folder = writeFiles(caseFiles(allCases, format))
  await withFreshDatabase(async (url) => {
    const lb = (c, extra = []) =>
      liquibase(url, c, {
        changelogFile: caseChangelog(format),
        searchPath: folder,
        global: ['--classpath=' + folder],
        extra,
      })
    await lb('update')
    let out = ''
    for (let i = 0; i < 80; i++) {
      const n = (await query(url, 'select count(*)::int n from databasechangelog'))[0].n
      if (n === 0) break
      const r = await lb('rollback-count', ['--count=' + n])
      if (r.exitCode === 0) break
      const lines = r.stderr.split('\n').filter((l) => l.startsWith('Rolling Back Changeset'))
      const name = lines
        .at(-1)
        .replace('Rolling Back Changeset: cases.xml::', '')
        .replace(/::kim$/, '')
      out += name + ' ### ' + (r.stderr.match(/Unexpected error running Liquibase: (.*)/)?.[1] ?? '') + '\n'
      writeFileSync('/tmp/iop/undo.txt', out)
      await query(url, 'delete from databasechangelog where id = $1', [name])
    }
  })
}, 600000)
