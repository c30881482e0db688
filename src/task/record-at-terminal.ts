import { insertEvents } from '../audit/insert-events.ts'
import type { AuditAction } from '../model/audit.ts'
import type { Manager } from './manager.ts'

/** What somebody did at the command line who can reach the manager's tables: nobody signs in there. */
export interface TerminalEvent {
  readonly action: AuditAction
  /** Name of the account at the operating system. */
  readonly user: string
  /** A user's name, or `owner/token`. */
  readonly subject: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Adds it to the audit log; to be called before the command says that it is done. Fails with DATABASE_*. */
export async function recordAtTerminal(
  { database, clock }: Manager,
  { action, user, subject, detail = {} }: TerminalEvent,
): Promise<void> {
  const actor = { kind: 'system', id: null, name: user } as const
  const at = clock.now().toISOString()
  const event = { at, action, outcome: 'done', actor, subject, detail: { ...detail, by: 'command line' } } as const
  await database.withClient((client) => insertEvents(client, [event]))
}
