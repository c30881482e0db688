import { serverSources } from './server-sources.ts'
import { type Source, source } from './source.ts'

export type { Source }

/**
 * The settings that commands share and where they are looked for: flag, then environment, then defaults file.
 * Liquibase's names and their aliases are those of its 4.28 classes DatabaseChangelogCommandStep,
 * DbUrlConnectionArgumentsCommandStep and GlobalConfiguration.
 */
export const commonSources = {
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

export const sources = { ...commonSources, ...serverSources }

export type SettingName = keyof typeof sources

/** The key commander files a flag's value under: `--search-path` is `searchPath`. */
export function flagKey(flag: string): string {
  return flag.replace(/^--/, '').replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}
