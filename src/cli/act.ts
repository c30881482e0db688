import type { Command } from 'commander'
import type { Flags } from '../settings/settings-input.ts'
import { openOutput } from './output.ts'
import type { Parts } from './parts.ts'
import type { Run } from './with-context.ts'

/** Turns a command's handler into commander's: the flags and arguments it was called with become a `Run`. */
export function act(
  parts: Parts,
  handler: (run: Run, args: readonly string[]) => Promise<void>,
): (this: Command) => Promise<void> {
  return async function (this: Command) {
    const flags: Flags = this.opts()
    await handler({ parts, flags, output: openOutput(parts, flags) }, this.args)
  }
}
