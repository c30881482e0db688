import { expect, test } from 'vitest'
import { formatApply } from '../../src/cli/print/format-apply.ts'
import { paintFor } from '../../src/cli/print/paint.ts'
import { applyReport } from '../../src/task/apply-report.ts'

const paint = paintFor({ terminal: false, wanted: false, noColor: undefined, term: undefined })
const output = { paint, width: null } as Parameters<typeof formatApply>[1]
const run = { dryRun: false, package: 'p.sql', database: 'shop', rows: [], failure: null, milliseconds: 5 }

test.each([
  [{ kind: 'schema', objects: { table: 3, 'materialized view': 1 } }, ': table 3, materialized view 1'],
  [{ kind: 'full', objects: { table: 3 } }, ', rows included: table 3'],
] as const)(
  'who applies a package of a live database reads what it made, and not that nothing was applied',
  (made, told) => {
    expect(formatApply(applyReport({ ...run, made }), output)).toBe(
      `done: made what its source holds${told} on shop in 5 ms\n`,
    )
  },
)

test('who applies a package of changesets reads how many were applied, also where that is none', () => {
  expect(formatApply(applyReport(run), output)).toBe('done: 0 applied on shop in 5 ms\n')
})
