import { expect, it } from 'vitest'
import { proveRebuild } from './prove-rebuild.ts'
import { quirk, quirkNames, wasDeployed } from './quirks.ts'
import { refusedQuirks } from './quirks-refused.ts'

// `create index concurrently` with runInTransaction:false, and runInTransaction="false" on its own.
const notInOneTransaction = ['fsql-attrs', 'xml-kinds']

const rebuilt = quirkNames().filter((name) => wasDeployed(name) && !(name in refusedQuirks))

it('every quirk is either rebuilt or refused', () => {
  expect([...rebuilt, ...Object.keys(refusedQuirks)].sort()).toEqual([...quirkNames()].sort())
})

for (const name of rebuilt) proveRebuild({ ...quirk(name), single: !notInOneTransaction.includes(name) })
