import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { readPassword } from '../read-password.ts'
import { withManager } from '../with-manager.ts'

const EXAMPLES = `
The password is asked for, or is the first line of standard input.

Examples:
  $ dvm user password anna --manager-url "$MANAGER_URL"
  $ dvm user password anna < password.txt`

export function userPasswordCommand(parts: Parts): Command {
  const command = new Command('password')
    .summary('give a user a new password')
    .description('Gives a user another password. All sessions of the user end, and so does a lock.')
    .argument('<name>', 'whose')
  return addManagerOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(
      act(parts, async (run, [name = '']) => {
        const password = await readPassword(parts)
        const user = await withManager(run, { command: 'dvm user password' }, async ({ manager, record }) => {
          const { setPassword } = await import('../../task/set-password.ts')
          const changed = await setPassword(manager, { name }, password)
          await record('user.password', changed.name)
          return changed
        })
        run.output.result(user, () => formatUserChange('has a new password', user, run.output))
      }),
    )
}
