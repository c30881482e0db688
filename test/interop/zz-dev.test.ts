// @ts-nocheck
import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { allCases } from './change-types/all-cases.ts'
import { judge } from './change-types/judge.ts'

for (const format of (process.env.FORMATS ?? 'xml,yaml,json').split(','))
  it(format, async () => {
    const only = process.env.ONLY ? new RegExp(process.env.ONLY) : /./
    const t = Date.now()
    const found = await judge(
      allCases.filter((c) => only.test(c.name) && !(process.env.NOT && new RegExp(process.env.NOT).test(c.name))),
      format as 'xml',
    )
    const out = found
      .map(
        (f) =>
          `### [${f.aspect}] ${f.cases
            .map((c) => c.name)
            .slice(0, 4)
            .join(' | ')}\n${f.text}`,
      )
      .join('\n')
    writeFileSync(`/tmp/iop/found-${format}.txt`, out)
    const by: Record<string, number> = {}
    for (const f of found) by[f.aspect] = (by[f.aspect] ?? 0) + 1
    console.log(format, Date.now() - t, by)
  }, 600000)
