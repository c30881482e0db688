import { query } from './database.ts'
import { cleanEnvironment, runProcess } from './run-process.ts'

export interface DatabaseDump {
  /** Every definition of the database, the two Liquibase tables included. */
  readonly schema: string
  /** Rows and sequence positions, without the rows of the two Liquibase tables. */
  readonly data: string
}

const liquibaseTables = new Set(['databasechangelog', 'databasechangeloglock'])
const dataHeader = /^-- Data for Name: (.+); Type: (?:TABLE DATA|MATERIALIZED VIEW DATA); Schema: /

/** What pg_dump says of a database, without what differs from one dump to the next of the same database. */
export async function dump(url: string): Promise<DatabaseDump> {
  const result = await runProcess('pg_dump', ['-d', url], { env: cleanEnvironment() })
  if (result.code !== 0) throw new Error(`pg_dump failed: ${result.stderr}`)
  return divide(result.stdout.split('\n'))
}

/** Takes a dump's lines apart. Rows are sorted: SQL promises no order, and vacuum may move them. */
function divide(lines: readonly string[]): DatabaseDump {
  const schema: string[] = []
  const data: string[] = []
  let table: string | null = null
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (/^\\(un)?restrict /.test(line) || /^-- Dumped (from|by) /.test(line)) continue
    table = dataHeader.exec(line)?.[1] ?? table
    if (table !== null && /^COPY .* FROM stdin;$/.test(line)) {
      const end = lines.indexOf('\\.', i)
      if (!liquibaseTables.has(table)) data.push(line, ...lines.slice(i + 1, end).sort())
      table = null
      i = end
    } else if (line.startsWith('SELECT pg_catalog.setval(')) data.push(line)
    else schema.push(line)
  }
  return { schema: schema.join('\n'), data: data.join('\n') }
}

export interface HistoryRow {
  readonly id: string
  readonly author: string
  readonly filename: string
  readonly md5sum: string | null
  readonly orderexecuted: number
  readonly exectype: string
  readonly description: string | null
  readonly comments: string | null
  readonly contexts: string | null
  readonly labels: string | null
  readonly tag: string | null
  readonly liquibase: string | null
}

/** The columns in which a package's history must equal Liquibase's; the others tell when it was run. */
export async function historyRows(url: string, table = 'databasechangelog'): Promise<readonly HistoryRow[]> {
  return query(
    url,
    `select id, author, filename, md5sum, orderexecuted, exectype, description, comments, contexts, labels, tag, liquibase
       from ${table} order by orderexecuted, id, author, filename`,
  )
}
