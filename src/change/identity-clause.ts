/** How the values of an auto-increment column are made; numbers as their digits. */
export interface Identity {
  readonly generationType: string | null
  readonly startWith: string | null
  readonly incrementBy: string | null
}

/**
 * The clause of an identity column on PostgreSQL 10 and later; a 1 need not be said. Rule:
 * AbstractJdbcDatabase.getAutoIncrementClause.
 */
export function identityClause({ generationType, startWith, incrementBy }: Identity): string {
  const options: string[] = []
  if (startWith !== null && startWith !== '1') options.push(`START WITH ${startWith}`)
  if (incrementBy !== null && incrementBy !== '1') options.push(`INCREMENT BY ${incrementBy}`)
  const generation = generationType === null || generationType === '' ? 'BY DEFAULT' : generationType
  return `GENERATED ${generation} AS IDENTITY${options.length === 0 ? '' : ` (${options.join(' ')})`}`
}
