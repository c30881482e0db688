import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { formatTokens } from '../print/format-tokens.ts'
import { withManager } from '../with-manager.ts'

export function tokenListCommand(parts: Parts): Command {
  const command = new Command('list')
    .summary('show the tokens there are')
    .description('Shows every token without its secret, newest first: whose, for what, until when, and its last use.')
    .optionsGroup('Tokens:')
    .option('--owner <user>', 'only those of this user')
  return addManagerOptions(command)
    .addHelpText('after', '\nExample:\n  $ dvm token list --owner anna --manager-url "$MANAGER_URL"')
    .action(
      act(parts, async (run) => {
        const { owner } = run.flags
        const tokens = await withManager(run, { command: 'dvm token list' }, async ({ manager }) => {
          const { listTokens } = await import('../../task/list-tokens.ts')
          return listTokens(manager, typeof owner === 'string' ? { name: owner } : null)
        })
        run.output.result(tokens, () => formatTokens(tokens, parts.clock.now(), run.output))
      }),
    )
}
