import { query } from './database.ts'

export interface HistoryRow {
  readonly path: string
  readonly tag?: string
  readonly execType?: string
}

/** Creates `databasechangelog` as Liquibase does, with these rows in order; the first ran on 1 January 2026. */
export async function writeHistory(url: string, rows: readonly HistoryRow[]): Promise<void> {
  await query(
    url,
    `CREATE TABLE databasechangelog (
      id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL,
      dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL, exectype varchar(10) NOT NULL, md5sum varchar(35),
      description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255),
      labels varchar(255), deployment_id varchar(10))`,
  )
  for (const [index, row] of rows.entries()) {
    await query(
      url,
      `INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, tag)
       VALUES ($1, 'anna', $2, timestamp '2026-01-01' + $3 * interval '1 day', $3 + 1, $4, '9:ab', $5)`,
      [String(index + 1), row.path, index, row.execType ?? 'EXECUTED', row.tag ?? null],
    )
  }
}
