import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { withManager } from '../with-manager.ts'

export function userUnlockCommand(parts: Parts): Command {
  const command = new Command('unlock')
    .summary('end a lock after failed sign-ins')
    .description('Forgets the failed sign-ins of a user, so that the next one is looked at right away.')
    .argument('<name>', 'whom')
  return addManagerOptions(command)
    .addHelpText('after', '\nExample:\n  $ dvm user unlock anna --manager-url "$MANAGER_URL"')
    .action(
      act(parts, async (run, [name = '']) => {
        const user = await withManager(run, { command: 'dvm user unlock' }, async ({ manager, record }) => {
          const { unlockUser } = await import('../../task/unlock-user.ts')
          const changed = await unlockUser(manager, { name })
          await record('user.unlock', changed.name)
          return changed
        })
        run.output.result(user, () => formatUserChange('is unlocked', user, run.output))
      }),
    )
}
