import { type Command, Option } from 'commander'
import { repeatable } from './repeatable.ts'

// Several groups have them, and they mean the same setting everywhere.
const LOCK_WAIT = '--lock-wait <seconds>'
const ALLOW = '--allow <rule>'

/** How the answer looks; every command has these. */
export function addOutputOptions(command: Command, formats: readonly string[] = ['text', 'json']): Command {
  return command
    .optionsGroup('Output:')
    .addOption(new Option('--format <format>', 'form of the answer').choices(formats).default('text'))
    .option('--no-color', 'no colours, also on a terminal (as does NO_COLOR)')
    .option('--quiet', 'only the result and errors')
    .option('--verbose', 'tell what is done on the way')
}

/** Which changelog, and how it is read. */
export function addChangelogOptions(command: Command): Command {
  return command
    .optionsGroup('Changelog:')
    .option('--changelog <file>', 'root changelog, looked up on the search path')
    .option('--search-path <roots>', 'folders, zip or jar files that paths start from, with commas (default: .)')
    .option('--duplicate-files <what>', 'refuse a path that several roots have, or take the first (default: refuse)')
    .option(
      '--missing-property-mode <mode>',
      'preserve, empty or error, for properties nobody defines (default: preserve)',
    )
    .option(
      '--support-property-escaping <boolean>',
      'true: an expression that begins with a colon stays, without it (default: false)',
    )
    .option(
      '--changelog-parse-mode <mode>',
      'strict, or lax: pass over unknown entries of YAML and JSON (default: strict)',
    )
    .option('--contexts <names>', 'contexts to run, with commas')
    .option('--label-filter <expression>', 'label expression, e.g. "v1 and !slow"')
    .option('--define <name=value>', 'changelog property; may be repeated', repeatable)
}

/** Which database, and where Liquibase keeps its tables there. */
export function addDatabaseOptions(command: Command): Command {
  return command
    .optionsGroup('Database:')
    .option('--database-url <url>', 'postgres://user@host:port/db or jdbc:postgresql://host:port/db')
    .option('--username <name>', 'database user')
    .option(
      '--password <password>',
      'password; others see it in the process list, prefer --password-file or PGPASSWORD',
    )
    .option('--password-file <file>', 'file that holds the password')
    .option('--default-schema <name>', 'schema that unqualified names go to')
    .option('--liquibase-schema <name>', 'schema of the Liquibase tables')
    .option('--changelog-table <name>', 'history table (default: databasechangelog)')
    .option('--lock-table <name>', 'lock table (default: databasechangeloglock)')
}

/** What kind of package, and how strict. */
export function addPackageOptions(command: Command): Command {
  return command
    .optionsGroup('Package:')
    .option('--transaction <mode>', 'per-changeset or single (default: per-changeset)')
    .option('--client <client>', 'any, or psql where only psql can guard a statement (default: any)')
    .option(LOCK_WAIT, 'how long the package waits for the changelog lock (default: 30)')
    .option('--min-server-version <major>', 'oldest PostgreSQL the package accepts')
    .option(
      ALLOW,
      'loosen one rule: drift, missing, repeated, unknown-tag, unguarded-statement, older-server, extra-history, diverged, executeCommand, customChange, customPrecondition',
      repeatable,
    )
    .option('--generated-at <time>', 'time that goes into the package, ISO 8601 (default: SOURCE_DATE_EPOCH, else now)')
}

/** What a package that Liquibase runs may be told: the rest is Liquibase's own affair. */
export function addBundleOptions(command: Command): Command {
  return command
    .optionsGroup('Package:')
    .option(
      ALLOW,
      'loosen one rule: drift, missing, repeated, unknown-tag, executeCommand, customChange, customPrecondition',
      repeatable,
    )
    .option('--generated-at <time>', 'time that goes into the package, ISO 8601 (default: SOURCE_DATE_EPOCH, else now)')
}

/** How far a run goes. */
export function addUpToOptions(command: Command): Command {
  return command
    .optionsGroup('How far:')
    .option('--count <number>', 'only the first changesets of those that would run')
    .option('--to-tag <tag>', 'only up to the changeset that carries this tag, with it')
}

/** From where to where a package leads. */
export function addRangeOptions(command: Command): Command {
  return command
    .optionsGroup('From where to where:')
    .option('--from <version>', 'the version a target stands at (default: nothing has run there)')
    .option('--to <version>', 'the version the package leads to (default: the newest)')
    .option('--from-database <url>', 'the database a target stands where it stands')
    .option('--to-database <url>', 'the database that has what the other one lacks')
}

/** How far back, and what is done about what cannot be undone or is lost. */
export function addRollbackOptions(command: Command): Command {
  return command
    .optionsGroup('How far back:')
    .option('--to <version>', 'the version the target stands at afterwards')
    .option('--count <number>', 'only so many changesets, the last ones')
    .option('--to-date <date>', 'what ran after this date, e.g. 2026-11-01 or 2026-11-01T12:30:00')
    .optionsGroup('What is lost:')
    .option('--allow-irreversible', 'take what cannot be undone as having an empty rollback: what it did stays')
    .option('--no-proposed', 'propose no rollback for raw SQL that has none')
    .option(
      '--expect-rows <rows>',
      'TABLE=NUMBER, or source for all tables that lose data: refuse a target with other numbers; may be repeated',
      repeatable,
    )
    .option(
      '--chain <path>',
      'earlier packages, files or folders: what they have is restored; may be repeated',
      repeatable,
    )
}

/** For commands that write the history and run nothing. */
export function addHistoryOptions(command: Command): Command {
  return addDryRun(command).option(LOCK_WAIT, 'how long to wait for the changelog lock (default: 30)')
}

export function addDryRun(command: Command): Command {
  return command.optionsGroup('Run:').option('--dry-run', 'tell what would be done, and change nothing')
}

/** For commands that record changesets without running them; `rules` are those they know. */
export function addRecordOptions(command: Command, rules: string): Command {
  return addAllow(addHistoryOptions(command), rules)
}

/** For commands that know few rules. */
export function addAllow(command: Command, rules: string): Command {
  return command.optionsGroup('Run:').option(ALLOW, `loosen one rule: ${rules}`, repeatable)
}

/** Where settings come from beside the command line, and where the product keeps its own files. */
export function addSourceOptions(command: Command): Command {
  return command
    .optionsGroup('Settings:')
    .option('--defaults-file <file>', 'a liquibase.properties; read only when it is named')
    .option('--state-dir <dir>', 'folder for what the product keeps (default: .dvm)')
}
