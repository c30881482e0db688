// @ts-nocheck
import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { changeKindOf } from '../../src/change/registry.ts'
import { item, writeChangelog } from '../support/changelog-document.ts'
import { judge } from './change-types/judge.ts'
import { arbitraryChangesets } from './generated/arbitrary-changesets.ts'

for (const [n, format] of (process.env.FORMATS ?? 'xml,yaml,json').split(',').entries())
  it(format, async () => {
    const t = Date.now()
    const all = arbitraryChangesets(Number(process.env.SEED ?? 1) + n, Number(process.env.COUNT ?? 167), format)
    const cases = all.filter((c) => c.changes.every((i) => changeKindOf(i.name) !== null))
    const found = await judge(cases, format as 'xml')
    const out = found
      .map(
        (f) =>
          `### [${f.aspect}] ${f.cases
            .map((c) => c.name)
            .slice(0, 4)
            .join(' | ')}\n${f.text}\n${f.cases
            .slice(0, 1)
            .map((c) => writeChangelog(item('changeSet', c.attributes, ...c.changes, ...c.further), 'xml'))
            .join()}`,
      )
      .join('\n')
    writeFileSync(`/tmp/iop/gen-${format}.txt`, out)
    const by: Record<string, number> = {}
    for (const f of found) by[f.aspect] = (by[f.aspect] ?? 0) + 1
    console.log(format, Date.now() - t, cases.length, 'of', all.length, by)
  }, 600000)
