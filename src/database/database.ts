import type { QueryResult, QueryResultRow } from 'pg'

/** One query: text made by `sql/`, values apart. */
export interface Query {
  readonly text: string
  readonly values?: readonly unknown[]
}

/** A connection lent for the length of a callback. */
export interface Client {
  query<Row extends QueryResultRow = QueryResultRow>(query: Query | string): Promise<QueryResult<Row>>
  /** Called for each NOTICE and WARNING while the client is lent. */
  onNotice(listener: (notice: Notice) => void): void
  /** Called for each NOTIFY on a channel this connection listens to, while the client is lent. */
  onNotification(listener: (payload: string) => void): void
}

export interface Notice {
  readonly severity: string
  readonly message: string
  readonly code: string
  readonly detail: string | null
  readonly hint: string | null
}

/** A database one can borrow connections from. Errors are DATABASE_* of the catalogue, free of secrets. */
export interface Database {
  /** `user@host:port/database`: for messages, without password. */
  readonly label: string
  /** Lends a connection; it is closed or given back when `use` settles, whatever happens. */
  withClient<T>(use: (client: Client) => Promise<T>): Promise<T>
  /** The same inside `BEGIN READ ONLY … ROLLBACK`: nothing can be changed or created. */
  withReadOnly<T>(use: (client: Client) => Promise<T>): Promise<T>
  /** Ends every connection. */
  close(): Promise<void>
}
