import type { Client, Database } from '../database/database.ts'

/** A database that is this one client, and so its one snapshot where that is in a transaction. */
export function pinnedTo(client: Client, label: string): Database {
  return {
    label,
    withClient: (use) => use(client),
    withReadOnly: (use) => use(client),
    close: async () => undefined,
  }
}
