import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUsers } from '../print/format-users.ts'
import { withManager } from '../with-manager.ts'

export function userListCommand(parts: Parts): Command {
  const command = new Command('list')
    .summary('show who may sign in')
    .description('Shows every user: roles, how they sign in, and whether they may. Nothing is changed.')
  return addManagerOptions(command)
    .addHelpText('after', '\nExample:\n  $ dvm user list --manager-url "$MANAGER_URL"')
    .action(
      act(parts, async (run) => {
        const users = await withManager(run, { command: 'dvm user list' }, async ({ manager }) => {
          const { listUsers } = await import('../../task/list-users.ts')
          return listUsers(manager)
        })
        run.output.result(users, () => formatUsers(users, parts.clock.now(), run.output))
      }),
    )
}
