const names = new Set(
  `asany cockroachdb db2 db2z derby edb firebird h2 hsqldb informix ingres mariadb mssql mysql oracle postgresql snowflake
  sqlite sybase unsupported`.split(/\s+/),
)

/**
 * The members of a `dbms` list that Liquibase 4.28 refuses: it accepts names it knows, in any case, and all with a `!`. Rule:
 * DatabaseList.validateDefinitions.
 */
export function unknownDatabases(dbms: readonly string[]): readonly string[] {
  return dbms.filter((name) => !isKnown(name))
}

function isKnown(name: string): boolean {
  return name === 'all' || name === 'none' || name.startsWith('!') || names.has(name.toLowerCase())
}
