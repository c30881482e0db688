import type { HistoryEntry } from '../model/history.ts'
import type { HistoryStatistics } from '../model/report.ts'
import type { Context } from './context.ts'
import { describeVersion } from './describe-version.ts'
import { readHistory } from './read-history.ts'

const RECENT = 10

/**
 * The history in figures: how many entries there are of each execution type, author, category and day, the latest ten, and
 * when the first and the last ran. Days are those of the database, as it wrote them. DATABASE_REQUIRED or DATABASE_*.
 */
export async function summarizeHistory(context: Context): Promise<HistoryStatistics> {
  const { entries } = await readHistory(context)
  const versions = entries.map((entry, index) => describeVersion(entry, index + 1))
  return {
    total: versions.length,
    byExecutionType: counted(versions.map((row) => row.executionType)),
    byAuthor: counted(versions.map((row) => row.author)),
    byCategory: counted(versions.map((row) => row.category)),
    byDate: counted(entries.map(dayOf)),
    recent: versions.slice(-RECENT).reverse(),
    firstExecution: entries.reduce<string | null>((first, { executedAt: at }) => earlier(first, at), null),
    lastExecution: entries.reduce<string | null>(
      (last, { executedAt: at }) => (last === null || at > last ? at : last),
      null,
    ),
  }
}

function dayOf({ executedAt }: HistoryEntry): string {
  return executedAt.slice(0, 10)
}

function earlier(first: string | null, at: string): string {
  return first === null || at < first ? at : first
}

/** Names in order, so that two readings of one history are the same text. */
function counted(names: readonly string[]): HistoryStatistics['byAuthor'] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, count]) => ({ name, count }))
}
