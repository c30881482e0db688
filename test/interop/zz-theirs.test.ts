// @ts-nocheck
import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allCases } from '/work/main/test/interop/change-types/all-cases.ts'
import { caseChangelog, caseFiles } from '/work/main/test/interop/change-types/case-changelog.ts'
import { query, withFreshDatabase } from '/work/main/test/support/database.ts'
import { liquibase } from '/work/main/test/support/liquibase.ts'
import { writeFiles } from '/work/main/test/support/write-files.ts'

for (const format of (process.env.FORMATS ?? 'xml,yaml,json').split(','))
  it(format, async () => {
    const cases = allCases.filter(
      (c) => c.formats.includes(format) && (!process.env.ONLY || c.name.includes(process.env.ONLY)),
    )
    expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length)
    const folder = writeFiles(caseFiles(cases, format))
    await withFreshDatabase(async (url) => {
      const t = Date.now()
      const r = await liquibase(url, 'update', {
        changelogFile: caseChangelog(format),
        searchPath: folder,
        global: ['--classpath=' + folder, ...(process.env.LOGS ? ['--log-level=INFO'] : [])],
      })
      writeFileSync(`/tmp/iop/theirs-${format}.log`, r.stdout + '\n=====\n' + r.stderr)
      console.log(format, folder, cases.length, r.exitCode, Date.now() - t, r.stderr.slice(0, 1500))
      if (r.exitCode !== 0) return
      const ran = new Set((await query(url, 'select id from databasechangelog')).map((x) => x.id))
      writeFileSync(
        `/tmp/iop/wrong-${format}.txt`,
        cases
          .filter((c) => ran.has(c.name) === c.fails)
          .map((c) => (c.fails ? 'RAN    ' : 'FAILED ') + c.name)
          .join('\n'),
      )
    })
  }, 300000)
