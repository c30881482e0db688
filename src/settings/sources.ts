/** Where a setting can come from. */
export interface Source {
  /** The flag as typed; `null` where there is none. */
  readonly flag: string | null
  /** Environment variables of our own and of PostgreSQL's family, first found wins. */
  readonly environment: readonly string[]
  /** Liquibase's names for it, camel case; in the environment and in the defaults file. */
  readonly liquibase: readonly string[]
  /** Liquibase has it as a command's argument (`LIQUIBASE_COMMAND_…`) or as a global (`LIQUIBASE_…`). */
  readonly scope: 'argument' | 'global'
}

function source(
  flag: string | null,
  environment: readonly string[] = [],
  liquibase: readonly string[] = [],
  scope: Source['scope'] = 'argument',
): Source {
  return { flag, environment, liquibase, scope }
}

/**
 * Every setting and where it is looked for: flag, then environment, then defaults file. Liquibase's names and their
 * aliases are those of its 4.28 classes DatabaseChangelogCommandStep, DbUrlConnectionArgumentsCommandStep and
 * GlobalConfiguration.
 */
export const sources = {
  changelog: source('--changelog', [], ['changelogFile']),
  searchPath: source('--search-path', [], ['searchPath'], 'global'),
  duplicateFiles: source('--duplicate-files', [], ['duplicateFileMode'], 'global'),
  missingProperties: source('--missing-property-mode', [], ['missingPropertyMode'], 'global'),
  propertyEscaping: source('--support-property-escaping', [], ['supportPropertyEscaping', 'enableEscaping'], 'global'),
  parseMode: source('--changelog-parse-mode', [], ['changelogParseMode'], 'global'),
  databaseUrl: source('--database-url', ['DATABASE_URL'], ['url']),
  username: source('--username', [], ['username']),
  password: source('--password', [], ['password']),
  contexts: source('--contexts', [], ['contextFilter', 'contexts']),
  labelFilter: source('--label-filter', [], ['labelFilter', 'labels']),
  count: source('--count'),
  toTag: source('--to-tag'),
  from: source('--from'),
  to: source('--to'),
  fromDatabase: source('--from-database'),
  toDatabase: source('--to-database'),
  source: source('--source', ['DVM_SOURCE_URL']),
  target: source('--target', ['DVM_TARGET_URL']),
  scratchUrl: source('--scratch-url', ['DVM_SCRATCH_URL']),
  define: source('--define'),
  defaultSchema: source('--default-schema', [], ['defaultSchemaName']),
  liquibaseSchema: source('--liquibase-schema', [], ['liquibaseSchemaName', 'schemaName'], 'global'),
  changelogTable: source('--changelog-table', [], ['databaseChangelogTableName'], 'global'),
  lockTable: source('--lock-table', [], ['databaseChangelogLockTableName'], 'global'),
  preserveSchemaCase: source(null, [], ['preserveSchemaCase'], 'global'),
  stateDir: source('--state-dir', ['DVM_STATE_DIR']),
  generatedAt: source('--generated-at', ['SOURCE_DATE_EPOCH']),
  kind: source('--kind'),
  transaction: source('--transaction'),
  client: source('--client'),
  lockWait: source('--lock-wait'),
  minServerVersion: source('--min-server-version'),
  allow: source('--allow'),
} satisfies Record<string, Source>

export type SettingName = keyof typeof sources

/** The key commander files a flag's value under: `--search-path` is `searchPath`. */
export function flagKey(flag: string): string {
  return flag.replace(/^--/, '').replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}
