import type { Command } from 'commander'
import { addOutputOptions } from './options.ts'

/** Where the product's own tables are, and how the answer looks. */
export function addManagerOptions(command: Command): Command {
  command
    .optionsGroup('Database:')
    .option(
      '--manager-url <url>',
      "database of the product's own tables (default: the one in the private PostgreSQL below the state folder)",
    )
    .option('--state-dir <dir>', 'folder for what the product keeps (default: .dvm)')
  return addOutputOptions(command)
}

/** Which registered database a role or a token is for. */
export function addOnOption(command: Command, what: string): Command {
  return command.option('--on <target>', `${what} (default: all, those of later too)`)
}
