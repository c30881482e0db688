import type { Grant, User } from '../../model/account.ts'
import { EVERY_TARGET } from '../../model/identity.ts'
import type { Output } from '../output.ts'
import type { Paint } from './paint.ts'
import { type Cell, formatTable } from './table.ts'

/** Every user on a line: roles, how they sign in, and whether they may at `now`. */
export function formatUsers(users: readonly User[], now: Date, output: Output): string {
  if (users.length === 0) return 'no users; dvm user add makes one\n'
  return formatTable(
    [
      { title: 'NAME', cut: true },
      { title: 'CALLED', cut: true },
      { title: 'ROLES', cut: true },
      { title: 'BY' },
      { title: 'STATE' },
    ],
    users.map((user) => [
      user.name,
      user.displayName ?? '',
      formatGrants(user.grants),
      wayIn(user),
      state(user, now, output.paint),
    ]),
    output,
  )
}

/** `admin`, `packager on shop`. */
export function formatGrants(grants: readonly Grant[]): string {
  if (grants.length === 0) return 'none'
  return grants.map(({ target, role }) => (target === EVERY_TARGET ? role : `${role} on ${target}`)).join(', ')
}

function wayIn({ hasPassword, openId }: User): string {
  const ways = [...(hasPassword ? ['password'] : []), ...(openId === null ? [] : ['OpenID'])]
  return ways.join(', ') || 'nothing'
}

function state({ disabledAt, lockedUntil }: User, now: Date, paint: Paint): Cell {
  if (disabledAt !== null) return { text: `disabled since ${disabledAt.slice(0, 10)}`, paint: paint.bad }
  if (lockedUntil !== null && Date.parse(lockedUntil) > now.getTime()) {
    return { text: `locked until ${lockedUntil.slice(11, 19)} UTC`, paint: paint.warn }
  }
  return { text: 'active', paint: paint.good }
}
