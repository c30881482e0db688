import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { withManager } from '../with-manager.ts'

export function userDisableCommand(parts: Parts): Command {
  const command = new Command('disable')
    .summary('keep a user out')
    .description('Ends every session of a user and stops his tokens; he may not sign in until he is enabled again.')
    .argument('<name>', 'whom')
  return addManagerOptions(command)
    .addHelpText('after', '\nExample:\n  $ dvm user disable anna --manager-url "$MANAGER_URL"')
    .action(
      act(parts, async (run, [name = '']) => {
        const user = await withManager(run, { command: 'dvm user disable' }, async ({ manager, record }) => {
          const { changeUser } = await import('../../task/change-user.ts')
          const changed = await changeUser(manager, { name }, { disabled: true })
          await record('user.change', changed.name, { disabled: true })
          return changed
        })
        run.output.result(user, () => formatUserChange('is disabled', user, run.output))
      }),
    )
}
