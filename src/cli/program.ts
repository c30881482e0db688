import { Command } from 'commander'
import { PRODUCT_VERSION } from '../kit/version.ts'
import { applyCommand } from './command/apply.ts'
import { changelogSyncCommand } from './command/changelog-sync.ts'
import { checksumsCommand } from './command/checksums.ts'
import { clearChecksumsCommand } from './command/clear-checksums.ts'
import { compareCommand } from './command/compare.ts'
import { driftCommand } from './command/drift.ts'
import { historyCommand } from './command/history.ts'
import { inspectCommand } from './command/inspect.ts'
import { listLocksCommand } from './command/list-locks.ts'
import { manifestCommand } from './command/manifest.ts'
import { markNextRanCommand } from './command/mark-next-ran.ts'
import { packageCommand } from './command/package.ts'
import { releaseLocksCommand } from './command/release-locks.ts'
import { serveCommand } from './command/serve.ts'
import { statusCommand } from './command/status.ts'
import { tagCommand } from './command/tag.ts'
import { tagExistsCommand } from './command/tag-exists.ts'
import { tokenCommand } from './command/token.ts'
import { updateCommand } from './command/update.ts'
import { userCommand } from './command/user.ts'
import { validateCommand } from './command/validate.ts'
import { verifyCommand } from './command/verify.ts'
import type { Parts } from './parts.ts'

const AFTER = `
First package, no database needed:
  $ dvm package sql --changelog db/master.xml --out first.sql

Settings come from flags, then the environment (DATABASE_URL, PG*, LIQUIBASE_*), then --defaults-file.
Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 refused because something does not match.`

/** The commands, in the order people meet them. */
export function createProgram(parts: Parts): Command {
  const program = new Command('dvm')
    .description('Turns Liquibase changelogs and a database history into one SQL file that anyone can run.')
    .version(PRODUCT_VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', AFTER)
  const commands = [
    packageCommand,
    historyCommand,
    statusCommand,
    validateCommand,
    checksumsCommand,
    inspectCommand,
    verifyCommand,
    driftCommand,
    compareCommand,
    applyCommand,
    updateCommand,
    tagCommand,
    tagExistsCommand,
    changelogSyncCommand,
    markNextRanCommand,
    clearChecksumsCommand,
    listLocksCommand,
    releaseLocksCommand,
    manifestCommand,
    serveCommand,
    userCommand,
    tokenCommand,
  ]
  for (const create of commands) program.addCommand(create(parts))
  settle(program, parts)
  return program
}

function discard(): void {
  return
}

// Commander must neither end the process nor print errors itself: they go the way of all errors.
function settle(command: Command, parts: Parts): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => parts.stdout.write(text),
      writeErr: (text) => parts.stderr.write(text),
      getOutHelpWidth: () => parts.stdout.columns ?? 100,
      getErrHelpWidth: () => parts.stderr.columns ?? 100,
      outputError: discard,
    })
  for (const child of command.commands) settle(child, parts)
}
