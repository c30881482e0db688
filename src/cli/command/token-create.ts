import { Command } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import { PERMISSIONS, type Permission } from '../../model/identity.ts'
import type { Flags } from '../../settings/settings-input.ts'
import { act } from '../act.ts'
import { addManagerOptions, addOnOption } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatIssuedToken } from '../print/format-issued-token.ts'
import { repeatable } from '../repeatable.ts'
import { withManager } from '../with-manager.ts'

const EXAMPLES = `
The token is printed once and kept nowhere. Send it as "Authorization: Bearer dvm_…".

Examples:
  $ dvm token create nightly --owner anna --scope view,database-management --manager-url "$MANAGER_URL"
  $ dvm token create nightly --owner anna --scope view --on shop --days 30 --format json | jq -r .token`

export function tokenCreateCommand(parts: Parts): Command {
  const command = new Command('create')
    .summary('make a token')
    .description(
      'Makes a token that acts for a user, within its scopes and within what the user may do when it is used. ' +
        'It ends when it expires, is revoked, or its owner is disabled.',
    )
    .argument('<name>', 'what it is for, e.g. nightly')
    .optionsGroup('Token:')
    .requiredOption('--owner <user>', 'whom it acts for')
    .requiredOption('--scope <permissions>', `of ${PERMISSIONS.join(', ')}, with commas; may be repeated`, repeatable)
    .option('--days <number>', 'how long it is good, 1 to 366 (default: 90)')
  return addManagerOptions(addOnOption(command, 'the one registered database it is good for'))
    .addHelpText('after', EXAMPLES)
    .action(
      act(parts, async (run, [name = '']) => {
        const { flags } = run
        const given = { name, scopes: readScopes(flags), target: text(flags, 'on'), ...readDays(flags) }
        const owner = { name: text(flags, 'owner') ?? '' }
        const issued = await withManager(run, { command: 'dvm token create' }, async ({ manager, record }) => {
          const { issueToken } = await import('../../task/issue-token.ts')
          const token = await issueToken(manager, owner, given)
          await record('token.create', `${token.owner.name}/${token.name}`, { id: token.id, scopes: token.scopes })
          return token
        })
        run.output.result(issued, () => formatIssuedToken(issued, run.output))
      }),
    )
}

function readScopes(flags: Flags): readonly Permission[] {
  const given = [flags['scope'] ?? []].flat().flatMap((value) => String(value).split(','))
  return given.map((word) => {
    const scope = PERMISSIONS.find((permission) => permission === word.trim())
    if (scope === undefined) throw fail('USAGE', { detail: `a --scope is none of ${PERMISSIONS.join(', ')}` })
    return scope
  })
}

function readDays(flags: Flags): { readonly days?: number } {
  const days = text(flags, 'days')
  if (days === null) return {}
  if (!/^\d{1,4}$/.test(days)) throw fail('USAGE', { detail: '--days is a whole number' })
  return { days: Number(days) }
}

function text(flags: Flags, name: string): string | null {
  const value = flags[name]
  return typeof value === 'string' ? value : null
}
