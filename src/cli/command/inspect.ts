import { resolve } from 'node:path'
import { Command } from 'commander'
import { type Complaint, complaint, fail, throwIfAny } from '../../errors/dvm-error.ts'
import type { AlteredFile } from '../../model/inspection.ts'
import { act } from '../act.ts'
import { addOutputOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatInspection } from '../print/format-inspection.ts'

export function inspectCommand(parts: Parts): Command {
  const command = new Command('inspect')
    .summary('read a package back and tell whether a byte of it was changed')
    .description(
      'Reads a package without a database: what it is, where it comes from, its changesets with their place in the file, ' +
        'and whether its bytes are those that were built. Ends with exit code 3 if they are not.',
    )
    .argument('<package>', 'SQL or Liquibase package, or the folder of a split package or a build context')
    .option('--manifest <file>', 'hold it against this manifest as well')
  addOutputOptions(command)
  return command
    .addHelpText('after', '\nExamples:\n  $ dvm inspect shop.sql --manifest shop.json\n  $ dvm inspect release-7/')
    .action(
      act(parts, async (run, [file = '']) => {
        const { inspectAny } = await import('../../task/inspect-any.ts')
        const named = run.flags['manifest']
        const manifest =
          typeof named === 'string'
            ? { file: named, text: new TextDecoder().decode(parts.readFile(resolve(parts.directory, named))) }
            : null
        const path = resolve(parts.directory, file)
        const inspection = inspectAny(path, manifest === null ? {} : { manifest })
        run.output.result(inspection, () => formatInspection(file, inspection, run.output))
        if (inspection.ok) return
        throwIfAny(inspection.altered.map(toComplaint))
        throw fail('VALIDATION_FAILED', { count: inspection.faults.length })
      }),
    )
}

function toComplaint({ changeset, ...altered }: AlteredFile): Complaint {
  return complaint('PACKAGE_ALTERED', altered, null, changeset === null ? null : `changeset ${changeset} is another`)
}
