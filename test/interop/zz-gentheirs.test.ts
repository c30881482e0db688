// @ts-nocheck
import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { liquibase } from '../support/liquibase.ts'
import { writeFiles } from '../support/write-files.ts'
import { caseChangelog, caseFiles } from './change-types/case-changelog.ts'
import { arbitraryChangesets } from './generated/arbitrary-changesets.ts'

for (const format of (process.env.FORMATS ?? 'xml,yaml,json').split(','))
  it(format, async () => {
    let cases = arbitraryChangesets(Number(process.env.SEED ?? 1), 170, format)
    const kinds = {}
    for (const c of cases) for (const i of c.changes) kinds[i.name] = (kinds[i.name] ?? 0) + 1
    for (let i = 0; i < 6; i++) {
      const folder = writeFiles(caseFiles(cases, format))
      const done = await withFreshDatabase(async (url) => {
        const t = Date.now()
        const r = await liquibase(url, 'update', {
          changelogFile: caseChangelog(format),
          searchPath: folder,
          global: ['--classpath=' + folder, ...(process.env.LOGS ? ['--log-level=INFO'] : [])],
        })
        writeFileSync(`/tmp/iop/gen-${format}.log`, r.stdout + '\n=====\n' + r.stderr)
        if (r.exitCode !== 0) {
          const lines = r.stderr.split('\n').filter((l) => l.includes(caseChangelog(format) + '::'))
          const bad = new Set(cases.filter((c) => lines.some((l) => l.includes('::' + c.name + '::'))))
          console.log(
            folder,
            r.exitCode,
            Date.now() - t,
            [...new Set(lines.map((l) => l.trim()))].join('\n'),
            bad.size === 0 ? r.stderr.slice(0, 3000) : '',
          )
          cases = cases.filter((c) => !bad.has(c))
          return bad.size === 0
        }
        const ran = new Set((await query(url, 'select id from databasechangelog')).map((x) => x.id))
        console.log(
          format,
          folder,
          Date.now() - t,
          'ran',
          cases.filter((c) => ran.has(c.name)).length,
          'of',
          cases.length,
          JSON.stringify(kinds),
        )
        return true
      })
      if (done) break
    }
  }, 300000)
