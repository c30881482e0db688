import type { HistoryEntry } from '../../src/model/history.ts'

/** A history entry by what matters to a test; its number counts the seconds of its date. */
export function entry(order: number, wishes: Partial<HistoryEntry> & { readonly id?: string } = {}): HistoryEntry {
  const { id = `c${order}`, ...rest } = wishes
  return {
    key: { id, author: 'anna', path: 'db/root.xml' },
    executedAt: new Date(Date.UTC(2026, 0, 1) + order * 1000).toISOString().slice(0, -1),
    order,
    execType: 'EXECUTED',
    checksum: `9:${order}`,
    description: 'sql',
    comments: '',
    tag: null,
    liquibase: '4.28.0',
    contexts: null,
    labels: null,
    deploymentId: null,
    ...rest,
  }
}

export function ids(entries: readonly HistoryEntry[]): string[] {
  return entries.map(({ key }) => key.id)
}
