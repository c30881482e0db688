import { type Complaint, complaint, fail, throwIfAny } from '../errors/dvm-error.ts'
import { type ExpectedRows, type RollbackPoint, TABLE_NAME } from '../model/rollback.ts'
import type { Settings } from '../model/settings.ts'
import { parseVersion } from '../model/version.ts'
import type { Flags, FlagValue } from '../settings/settings-input.ts'

/** Where a rollback ends: exactly one of `--to`, `--count`, `--to-date`. USAGE, SETTING_INVALID. */
export function readPoint(flags: Flags, { range, upTo }: Settings): RollbackPoint {
  const points: RollbackPoint[] = []
  if (range?.kind === 'versions' && range.to !== null) points.push({ kind: 'version', version: range.to })
  if (upTo?.kind === 'count') points.push({ kind: 'count', count: upTo.count })
  const date = flags['toDate']
  if (typeof date === 'string') {
    const version = parseVersion(`date:${date}`)
    if (version === null) {
      const detail = `"${date}" is not a date such as 2026-11-01 or 2026-11-01T12:30:00`
      throw fail('SETTING_INVALID', { setting: '--to-date', from: 'the command line', detail })
    }
    points.push({ kind: 'version', version })
  }
  const [point] = points
  if (point === undefined || points.length > 1) {
    throw fail('USAGE', { detail: 'give one of --to VERSION, --count NUMBER, --to-date DATE: where the rollback ends' })
  }
  return point
}

export interface ExpectFlags {
  readonly expectRows: readonly ExpectedRows[]
  readonly expectSourceRows: boolean
}

/** `--expect-rows TABLE=N` or `--expect-rows source`, several times. SETTING_INVALID. */
export function readExpectedRows(value: FlagValue): ExpectFlags {
  const expectRows: ExpectedRows[] = []
  const complaints: Complaint[] = []
  let expectSourceRows = false
  for (const text of listOf(value)) {
    const [, table, rows] = /^(.+)=(\d{1,15})$/.exec(text) ?? []
    if (text === 'source') expectSourceRows = true
    else if (table !== undefined && TABLE_NAME.test(table.trim()))
      expectRows.push({ table: table.trim(), rows: Number(rows) })
    else {
      const detail = `"${text}" is neither TABLE=NUMBER nor the word source`
      complaints.push(complaint('SETTING_INVALID', { setting: '--expect-rows', from: 'the command line', detail }))
    }
  }
  throwIfAny(complaints)
  return { expectRows, expectSourceRows }
}

export function listOf(value: FlagValue): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value : []
}
