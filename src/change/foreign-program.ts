import type { Change } from '../model/change.ts'

/** A change that runs something beside the database. */
export interface ForeignProgram {
  /** e.g. `executeCommand pg_dump`. */
  readonly name: string
  /** Rules of `--allow`, each of which leaves it out. */
  readonly rules: readonly string[]
}

/** What a change would run beside the database; `null` where it is SQL or nothing. */
export function foreignProgramOf(change: Change): ForeignProgram | null {
  if (change.kind !== 'executeCommand' && change.kind !== 'customChange') return null
  const what = String(change.fields[change.kind === 'executeCommand' ? 'executable' : 'class'])
  const rules = change.kind === 'executeCommand' ? [change.kind] : [change.kind, `${change.kind}:${what}`]
  return { name: `${change.kind} ${what}`, rules }
}
