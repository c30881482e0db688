import { Command } from 'commander'
import { EVERY_TARGET } from '../../model/identity.ts'
import { act } from '../act.ts'
import { addManagerOptions, addOnOption } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { withManager } from '../with-manager.ts'

const EXAMPLES = `
Examples:
  $ dvm user revoke anna --manager-url "$MANAGER_URL"
  $ dvm user revoke anna --on shop`

export function userRevokeCommand(parts: Parts): Command {
  const command = new Command('revoke')
    .summary('take a role from a user')
    .description(
      'Takes from a user the role he was given on one registered database, or on all; roles on single ones stay then. ' +
        'It counts at once.',
    )
    .argument('<name>', 'whom')
    .optionsGroup('Role:')
  return addManagerOptions(addOnOption(command, 'registered database that it was given for'))
    .addHelpText('after', EXAMPLES)
    .action(
      act(parts, async (run, [name = '']) => {
        const target = typeof run.flags['on'] === 'string' ? run.flags['on'] : EVERY_TARGET
        const user = await withManager(run, { command: 'dvm user revoke' }, async ({ manager, record }) => {
          const { changeUser } = await import('../../task/change-user.ts')
          const changed = await changeUser(
            manager,
            { name },
            { grants: (before) => before.filter((grant) => grant.target !== target) },
          )
          await record('grant.change', changed.name, { grants: changed.grants })
          return changed
        })
        run.output.result(user, () => formatUserChange('lost a role', user, run.output))
      }),
    )
}
