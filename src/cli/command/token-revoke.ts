import { Command } from 'commander'
import { act } from '../act.ts'
import { addManagerOptions } from '../manager-options.ts'
import type { Parts } from '../parts.ts'
import { visible } from '../print/visible.ts'
import { withManager } from '../with-manager.ts'

export function tokenRevokeCommand(parts: Parts): Command {
  const command = new Command('revoke')
    .summary('end a token')
    .description(
      'Ends a token; it stays in the list. A server that has just seen it may take it for a few seconds more.',
    )
    .argument('<id>', 'id that dvm token list shows')
  return addManagerOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ dvm token revoke 6b1f4c1e-2f60-4f0e-9d2c-7a5d1f0a9b3e --manager-url "$MANAGER_URL"',
    )
    .action(
      act(parts, async (run, [id = '']) => {
        const token = await withManager(run, { command: 'dvm token revoke' }, async ({ manager, record }) => {
          const { revokeToken } = await import('../../task/revoke-token.ts')
          const revoked = await revokeToken(manager, id, null)
          await record('token.revoke', `${revoked.owner.name}/${revoked.name}`, { id: revoked.id })
          return revoked
        })
        const what = visible(`token ${token.name} of ${token.owner.name} (${token.start}…) is revoked`)
        run.output.result(token, () => `${run.output.paint.good('done')}: ${what}\n`)
      }),
    )
}
