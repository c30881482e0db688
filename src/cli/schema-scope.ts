import { type Command, Option } from 'commander'
import { fail } from '../errors/dvm-error.ts'
import type { SchemaScope } from '../model/comparison.ts'
import { repeatable } from './repeatable.ts'
import type { Run } from './with-context.ts'

/** What of a schema is compared, and where the report goes. */
export function addScopeOptions(command: Command): Command {
  return command
    .optionsGroup('Comparison:')
    .option('--schemas <names>', 'only these schemas, with commas; may be repeated', repeatable)
    .option(
      '--ignore <pattern>',
      'leave out what the pattern names: kind:schema.name or a name, with * and ?; may be repeated',
      repeatable,
    )
    .option('--ignore-file <file>', 'file with one such pattern a line; # begins a comment')
    .option('--owners', 'compare owners, too')
    .addOption(new Option('--no-privileges', 'leave grants and default privileges out'))
    .option('--report <file>', 'also write the report to this file: .html or .json', repeatable)
}

/** The scope of a run. Fails with FILE_* and SETTING_INVALID. */
export function readScope({ parts, flags }: Run): SchemaScope {
  const file = flags['ignoreFile']
  const lines = typeof file === 'string' ? new TextDecoder().decode(parts.readFile(file)).split(/\r?\n/) : []
  const fromFile = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  const given = flags['ignore']
  const schemas = flags['schemas']
  return {
    schemas: Array.isArray(schemas) ? readNames(schemas) : null,
    ignore: [...(Array.isArray(given) ? given : []), ...fromFile],
    owners: flags['owners'] === true,
    privileges: flags['privileges'] !== false,
  }
}

function readNames(lists: readonly string[]): readonly string[] {
  const names = lists
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length > 0) return names
  throw fail('SETTING_INVALID', { setting: '--schemas', from: 'the command line', detail: 'it names no schema' })
}

/** The files `--report` names. Their endings are looked at before any work is done: SETTING_INVALID. */
export function readReportFiles({ flags }: Run): readonly string[] {
  const files = flags['report']
  const named: readonly string[] = Array.isArray(files) ? files : []
  for (const file of named) {
    if (/\.(html?|json)$/i.test(file)) continue
    const detail = `${file} ends neither with .html nor with .json`
    throw fail('SETTING_INVALID', { setting: '--report', from: 'the command line', detail })
  }
  return named
}

/** Writes the report to each file in the form its name asks for; `page` makes the HTML. */
export function writeReports(run: Run, files: readonly string[], report: unknown, page: () => string): void {
  for (const file of files) {
    run.parts.writeFile(file, /\.json$/i.test(file) ? `${JSON.stringify(report, null, 2)}\n` : page())
    run.output.note(`report written to ${file}`)
  }
}
