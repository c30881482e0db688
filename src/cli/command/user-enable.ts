import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { withManager } from '../with-manager.ts'

export function userEnableCommand(parts: Parts): Command {
  const command = new Command('enable')
    .summary('let a user in again')
    .description('Lets a user who was disabled sign in again. His tokens work again; his sessions do not.')
    .argument('<name>', 'whom')
  return addManagerOptions(command)
    .addHelpText('after', '\nExample:\n  $ dvm user enable anna --manager-url "$MANAGER_URL"')
    .action(
      act(parts, async (run, [name = '']) => {
        const user = await withManager(run, { command: 'dvm user enable' }, async ({ manager, record }) => {
          const { changeUser } = await import('../../task/change-user.ts')
          const changed = await changeUser(manager, { name }, { disabled: false })
          await record('user.change', changed.name, { disabled: false })
          return changed
        })
        run.output.result(user, () => formatUserChange('is enabled', user, run.output))
      }),
    )
}
