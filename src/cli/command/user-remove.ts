import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { withManager } from '../with-manager.ts'

export function userRemoveCommand(parts: Parts): Command {
  const command = new Command('remove')
    .summary('remove a user')
    .description('Removes a user with all roles and tokens. The audit log keeps what he did.')
    .argument('<name>', 'whom')
  return addManagerOptions(command)
    .addHelpText('after', '\nExample:\n  $ dvm user remove anna --manager-url "$MANAGER_URL"')
    .action(
      act(parts, async (run, [name = '']) => {
        const user = await withManager(run, { command: 'dvm user remove' }, async ({ manager, record }) => {
          const { removeUser } = await import('../../task/remove-user.ts')
          const changed = await removeUser(manager, { name })
          await record('user.delete', changed.name)
          return changed
        })
        run.output.result(user, () => formatUserChange('removed', user, run.output))
      }),
    )
}
