import { expect, it } from 'vitest'
import { proveRebuild } from './prove-rebuild.ts'
import { quirk, quirkNames, wasDeployed } from './quirks.ts'
import { refusedQuirks } from './quirks-refused.ts'

// `create index concurrently` with runInTransaction:false.
const notInOneTransaction = ['fsql-attrs']

const rebuilt = quirkNames().filter((name) => wasDeployed(name) && !(name in refusedQuirks))

it('every quirk is either rebuilt or refused', () => {
  expect([...rebuilt, ...Object.keys(refusedQuirks)].sort()).toEqual([...quirkNames()].sort())
})

for (const name of rebuilt) proveRebuild({ ...quirk(name), single: !notInOneTransaction.includes(name) })
