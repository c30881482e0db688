import type { IssuedToken } from '../../model/account.ts'
import type { Output } from '../output.ts'
import { visible } from './visible.ts'

/** What the token is for, and the token: here and nowhere else. */
export function formatIssuedToken(issued: IssuedToken, { paint }: Output): string {
  const { name, owner, scopes, target, expiresAt, token } = issued
  const where = target === null ? 'everywhere' : `on ${target}`
  const what = visible(
    `token ${name} of ${owner.name} for ${scopes.join(', ')} ${where}, until ${expiresAt.slice(0, 10)}; shown this once:`,
  )
  return `${paint.good('done')}: ${what}\n${token}\n`
}
