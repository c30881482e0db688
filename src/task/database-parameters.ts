import type { ServerFacts } from '../model/history.ts'
import type { Settings } from '../model/settings.ts'

/**
 * The `database.*` parameters a changelog may use, as Liquibase's ChangeLogParameters sets them for PostgreSQL. What
 * only a connection can tell is left out without one; such a `${…}` then stays as written, with a warning.
 */
export function databaseParameters(settings: Settings, server: ServerFacts | null): Record<string, string> {
  const fixed: Record<string, string> = {
    'database.currentDateTimeFunction': 'NOW()',
    'database.databaseChangeLogLockTableName': settings.tables.lock,
    'database.databaseChangeLogTableName': settings.tables.changelog,
    'database.databaseProductName': 'PostgreSQL',
    'database.lineComment': '--',
    'database.typeName': 'postgresql',
    'database.requiresPassword': 'true',
    'database.requiresUsername': 'true',
    'database.supportsForeignKeyDisable': 'false',
    'database.supportsInitiallyDeferrableColumns': 'true',
    'database.supportsRestrictForeignKeys': 'true',
    'database.supportsSchemas': 'true',
    'database.supportsSequences': 'true',
    'database.supportsTablespaces': 'true',
    'database.supportsNotNullConstraintNames': 'false',
  }
  const schema = settings.defaultSchema ?? server?.defaultSchema ?? 'public'
  fixed['database.defaultSchemaName'] = schema
  fixed['database.defaultSchemaNamePrefix'] = `.${schema}`
  fixed['database.liquibaseSchemaName'] = settings.tables.schema ?? schema
  if (server !== null) {
    fixed['database.defaultCatalogName'] = server.database
    fixed['database.databaseMajorVersion'] = String(Math.floor(server.versionNumber / 10000))
    fixed['database.databaseMinorVersion'] = String(server.versionNumber % 10000)
    fixed['database.databaseProductVersion'] = server.version
  }
  return fixed
}
