import { afterAll, expect, inject, test } from 'vitest'
import type { DatabaseTraits } from '../../src/database/database-traits.ts'
import { ensureRoles } from '../../src/database/ensure-roles.ts'
import { query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

const admin = inject('pgUrl')
const roles = Array.from({ length: 20 }, (_, n) => `dvm_role "${n}"`)
const [user = ''] = roles

afterAll(async () => {
  for (const role of roles) await query(admin, `DROP ROLE IF EXISTS "${role.replaceAll('"', '""')}"`)
})

test('processes that share a server give it the same roles at once, and none of them fails', async () => {
  const traits = { roles, user } as unknown as DatabaseTraits
  await Promise.all(Array.from({ length: 6 }, () => ensureRoles(toTarget(admin), traits)))
  const made = await query(
    admin,
    `SELECT rolname::text AS name, rolcanlogin AS login, rolsuper AS may FROM pg_roles WHERE rolname ~ '^dvm_role'`,
  )
  expect(made).toHaveLength(roles.length)
  expect(made.filter(({ login }) => login)).toEqual([])
  expect(made.filter(({ may }) => may)).toEqual([{ name: user, login: false, may: true }])
})
