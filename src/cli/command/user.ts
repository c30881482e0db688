import { Command } from 'commander'
import type { Parts } from '../parts.ts'
import { userAddCommand } from './user-add.ts'
import { userDisableCommand } from './user-disable.ts'
import { userEnableCommand } from './user-enable.ts'
import { userGrantCommand } from './user-grant.ts'
import { userListCommand } from './user-list.ts'
import { userPasswordCommand } from './user-password.ts'
import { userRemoveCommand } from './user-remove.ts'
import { userRevokeCommand } from './user-revoke.ts'
import { userUnlockCommand } from './user-unlock.ts'

export function userCommand(parts: Parts): Command {
  return new Command('user')
    .summary('who may sign in to a server, and as what')
    .description("Manages the users of a server, in the database of the product's own tables.")
    .addCommand(userListCommand(parts))
    .addCommand(userAddCommand(parts))
    .addCommand(userPasswordCommand(parts))
    .addCommand(userGrantCommand(parts))
    .addCommand(userRevokeCommand(parts))
    .addCommand(userDisableCommand(parts))
    .addCommand(userEnableCommand(parts))
    .addCommand(userUnlockCommand(parts))
    .addCommand(userRemoveCommand(parts))
}
