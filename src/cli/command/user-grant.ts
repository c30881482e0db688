import { Argument, Command } from 'commander'
import { EVERY_TARGET, ROLES, type Role } from '../../model/identity.ts'
import { act } from '../act.ts'
import { addManagerOptions, addOnOption } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { withManager } from '../with-manager.ts'

const AFTER = `
viewer: history and health. packager: packages as well. operator: what others started, and the audit log, as well.
admin: users, tokens and settings as well.

Examples:
  $ dvm user grant anna packager --manager-url "$MANAGER_URL"
  $ dvm user grant anna operator --on shop`

export function userGrantCommand(parts: Parts): Command {
  const command = new Command('grant')
    .summary('give a user a role')
    .description(
      'Gives a user a role on one registered database, or on all; the role he had there goes. It counts at once.',
    )
    .argument('<name>', 'whom')
    .addArgument(new Argument('<role>', 'which role').choices(ROLES))
    .optionsGroup('Role:')
  return addManagerOptions(addOnOption(command, 'registered database that it is for'))
    .addHelpText('after', AFTER)
    .action(
      act(parts, async (run, [name = '', role = '']) => {
        const target = typeof run.flags['on'] === 'string' ? run.flags['on'] : EVERY_TARGET
        const user = await withManager(run, { command: 'dvm user grant' }, async ({ manager, record }) => {
          const { changeUser } = await import('../../task/change-user.ts')
          const changed = await changeUser(
            manager,
            { name },
            {
              grants: (before) => [
                ...before.filter((grant) => grant.target !== target),
                { target, role: role as Role },
              ],
            },
          )
          await record('grant.change', changed.name, { grants: changed.grants })
          return changed
        })
        run.output.result(user, () => formatUserChange(`is ${role}`, user, run.output))
      }),
    )
}
