import type { ApiToken } from '../../model/account.ts'
import type { Output } from '../output.ts'
import type { Paint } from './paint.ts'
import { type Cell, formatTable } from './table.ts'

/** Every token on a line, with the id that revokes it. */
export function formatTokens(tokens: readonly ApiToken[], now: Date, output: Output): string {
  if (tokens.length === 0) return 'no tokens; dvm token create makes one\n'
  return formatTable(
    [
      { title: 'OWNER', cut: true },
      { title: 'NAME', cut: true },
      { title: 'TOKEN' },
      { title: 'SCOPES', cut: true },
      { title: 'ON' },
      { title: 'LAST USED' },
      { title: 'STATE' },
      { title: 'ID' },
    ],
    tokens.map((token) => [
      token.owner.name,
      token.name,
      `${token.start}…`,
      token.scopes.join(','),
      token.target ?? 'all',
      token.lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
      state(token, now, output.paint),
      token.id,
    ]),
    output,
  )
}

function state({ revokedAt, expiresAt }: ApiToken, now: Date, paint: Paint): Cell {
  if (revokedAt !== null) return { text: `revoked ${revokedAt.slice(0, 10)}`, paint: paint.bad }
  const day = expiresAt.slice(0, 10)
  if (Date.parse(expiresAt) <= now.getTime()) return { text: `expired ${day}`, paint: paint.warn }
  return { text: `until ${day}`, paint: paint.good }
}
