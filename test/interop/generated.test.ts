import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { formats } from '../support/changelog-document.ts'
import { caseFiles } from './change-types/case-changelog.ts'
import { judge } from './change-types/judge.ts'
import { arbitraryChangesets } from './generated/arbitrary-changesets.ts'
import { shrink } from './generated/shrink.ts'

/** Changesets of a run, all formats together. */
const COUNT = 501
const given = process.env['SEED']
// Where a change is judged it must not be the draw that fails: there one seed is repeated, everywhere else they are new.
const drawn = process.env['CI'] === 'true' ? 318950382 : randomInt(2 ** 30)
const seed = given === undefined ? drawn : Number(given)

for (const [n, format] of formats.entries()) {
  it(`${COUNT / formats.length} made changesets in ${format.toUpperCase()} do what they do in Liquibase (SEED=${seed})`, async () => {
    const cases = arbitraryChangesets(seed + n, COUNT / formats.length, format)
    const findings = await judge(cases, format)
    const [culprit] = findings.flatMap((finding) => finding.cases)
    const smallest = culprit === undefined ? '' : await describeSmallest(culprit, format)
    expect(findings.map(({ text }) => text).join('\n'), `${smallest}\nrepeat it with SEED=${seed}\n`).toBe('')
  }, 600_000)
}

async function describeSmallest(...[one, format]: Parameters<typeof shrink>): Promise<string> {
  const found = await shrink(one, format)
  const files = Object.entries(caseFiles([found.one], format)).map(([path, text]) => `--- ${path}\n${text}`)
  const texts = found.findings.map(({ aspect, text }) => `${aspect}: ${text}`)
  return ['the smallest changelog that shows a difference:', ...files, ...texts].join('\n')
}
