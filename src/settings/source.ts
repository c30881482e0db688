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

export function source(
  flag: string | null,
  environment: readonly string[] = [],
  liquibase: readonly string[] = [],
  scope: Source['scope'] = 'argument',
): Source {
  return { flag, environment, liquibase, scope }
}
