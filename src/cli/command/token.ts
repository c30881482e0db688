import { Command } from 'commander'
import type { Parts } from '../parts.ts'
import { tokenCreateCommand } from './token-create.ts'
import { tokenListCommand } from './token-list.ts'
import { tokenRevokeCommand } from './token-revoke.ts'

export function tokenCommand(parts: Parts): Command {
  return new Command('token')
    .summary('API tokens, by which pipelines act for a user')
    .description("Manages the API tokens of a server, in the database of the product's own tables.")
    .addCommand(tokenListCommand(parts))
    .addCommand(tokenCreateCommand(parts))
    .addCommand(tokenRevokeCommand(parts))
}
