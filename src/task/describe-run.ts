import { formatMadeObjects } from '../model/made-objects.ts'
import type { ApplyReport } from '../model/report.ts'

/** What runs of packages that did not fail did, in a few words. */
export function describeRun(reports: readonly ApplyReport[]): string {
  const made = reports.flatMap((report) => (report.made === null ? [] : [formatMadeObjects(report.made)]))
  const counts = new Map<string, number>()
  for (const report of reports) {
    for (const [outcome, count] of Object.entries(report.counts)) {
      if (count > 0) counts.set(outcome, (counts.get(outcome) ?? 0) + count)
    }
  }
  const words = [...made, ...[...counts].map(([outcome, count]) => `${count} ${outcome}`)]
  return words.length === 0 ? 'nothing to do' : words.join(', ')
}
