import { catalog } from '../errors/catalog.ts'
import { type Complaint, DvmError, fail } from '../errors/dvm-error.ts'
import type { ApplyReport } from '../model/report.ts'
import { formatApply } from './print/format-apply.ts'
import type { Run } from './with-context.ts'

/** Prints what became of every changeset; a run that was stopped then ends as the error that stopped it. */
export function settleApply(run: Run, report: ApplyReport): void {
  run.output.result(report, () => formatApply(report, run.output))
  if (report.ok) return
  const { failure } = report
  if (failure === null || !isCode(failure.code)) {
    throw fail('INTERNAL', { reference: 'a run that is not ok names no failure' })
  }
  const place = report.rows.find((row) => row.outcome === 'failed')?.place ?? null
  throw new DvmError([{ code: failure.code, message: failure.message, hint: failure.hint, place, detail: null }])
}

function isCode(code: string): code is Complaint['code'] {
  return code in catalog
}
