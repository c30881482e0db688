const names = new Set(
  `asany cockroachdb db2 db2z derby edb firebird h2 hsqldb informix ingres mariadb mssql mysql oracle postgresql snowflake
  sqlite sybase unsupported`.split(/\s+/),
)

/** Whether a member of a `dbms` list is one Liquibase 4.28 accepts: a name it knows, in any case, or one with a `!`. */
export function isKnownDatabase(name: string): boolean {
  return name === 'all' || name === 'none' || name.startsWith('!') || names.has(name.toLowerCase())
}
