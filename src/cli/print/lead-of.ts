import type { Output } from '../output.ts'

/** What stands before the result of a command that writes the history. */
export function leadOf({ dryRun }: { readonly dryRun: boolean }, { paint }: Output): string {
  return dryRun ? `${paint.bold('dry run, nothing was changed')}: ` : `${paint.good('done')}: `
}
