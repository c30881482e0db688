import type { ApplyOutcome, ApplyReport } from '../model/report.ts'

/** The report of a run, its rows counted; nothing failed means that it is ok. */
export function applyReport(
  run: Omit<ApplyReport, 'ok' | 'counts' | 'made'> & Partial<Pick<ApplyReport, 'made'>>,
): ApplyReport {
  const counts: Record<ApplyOutcome, number> = {
    applied: 0,
    'rolled-back': 0,
    skipped: 0,
    'marked-ran': 0,
    'not-recorded': 0,
    failed: 0,
    undone: 0,
    'never-tried': 0,
    planned: 0,
  }
  for (const row of run.rows) counts[row.outcome]++
  return { ok: run.failure === null, made: null, ...run, counts }
}
