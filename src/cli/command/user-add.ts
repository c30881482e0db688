import { Command, Option } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import type { OpenIdSubject } from '../../model/account.ts'
import { EVERY_TARGET, ROLES, type Role } from '../../model/identity.ts'
import type { Flags } from '../../settings/settings-input.ts'
import { act } from '../act.ts'
import { addManagerOptions, addOnOption } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatUserChange } from '../print/format-user-change.ts'
import { readPassword } from '../read-password.ts'
import { withManager } from '../with-manager.ts'

const EXAMPLES = `
The password is asked for, or is the first line of standard input.

Examples:
  $ dvm user add anna --role admin --manager-url "$MANAGER_URL"
  $ dvm user add ci@example.com --role packager --on shop < password.txt
  $ dvm user add berta --role viewer --openid-issuer https://login.example.com --openid-subject 248289761001`

export function userAddCommand(parts: Parts): Command {
  const command = new Command('add')
    .summary('make a user')
    .description(
      'Makes a user with a password of 12 to 256 characters, or one who signs in through OpenID Connect. The own tables ' +
        'are brought up to date first.',
    )
    .argument('<name>', 'letters, digits and ._@-; unique whatever the case')
    .optionsGroup('User:')
    .option('--display-name <name>', 'what people call the user')
    .addOption(new Option('--role <role>', 'role to begin with (default: none)').choices(ROLES))
  addOnOption(command, 'registered database that the role is for')
    .option('--openid-issuer <url>', 'provider the user signs in through, instead of a password')
    .option('--openid-subject <id>', "the provider's name for the user")
  return addManagerOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(
      act(parts, async (run, [name = '']) => {
        const { flags } = run
        const given = {
          name,
          displayName: text(flags, 'displayName'),
          openId: readOpenId(flags),
          grants: readGrants(flags),
        }
        const password = given.openId === null ? await readPassword(parts) : null
        const user = await withManager(run, { command: 'dvm user add', migrate: true }, async (lent) => {
          const { createUser } = await import('../../task/create-user.ts')
          const made = await createUser(lent.manager, { ...given, password })
          await lent.record('user.create', made.name, { grants: made.grants })
          return made
        })
        run.output.result(user, () => formatUserChange('added', user, run.output))
      }),
    )
}

function readOpenId(flags: Flags): OpenIdSubject | null {
  const [issuer, subject] = [text(flags, 'openidIssuer'), text(flags, 'openidSubject')]
  if (issuer === null && subject === null) return null
  if (issuer !== null && subject !== null) return { issuer, subject }
  throw fail('USAGE', { detail: '--openid-issuer and --openid-subject go together' })
}

function readGrants(flags: Flags): readonly { readonly target: string; readonly role: Role }[] {
  const [role, target] = [text(flags, 'role'), text(flags, 'on')]
  if (role !== null) return [{ target: target ?? EVERY_TARGET, role: role as Role }]
  if (target !== null) throw fail('USAGE', { detail: '--on says where a --role is for, and there is none' })
  return []
}

function text(flags: Flags, name: string): string | null {
  const value = flags[name]
  return typeof value === 'string' ? value : null
}
