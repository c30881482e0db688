import type { OnProgress } from '../model/report.ts'
import type { ExpectedRows, RollbackPoint } from '../model/rollback.ts'
import type { PackageTarget } from './package-target.ts'

export interface RollbackRequest {
  readonly to: RollbackPoint
  readonly target: PackageTarget
  /** What cannot be undone is taken as having an empty rollback: its effects stay, its row goes. */
  readonly allowIrreversible?: boolean
  /** Whether raw SQL without a rollback may be undone by what the grammar makes of it. */
  readonly proposed?: boolean
  /** Rows that tables must have on the target. */
  readonly expectRows?: readonly ExpectedRows[]
  /** Whether every table whose data is at stake must have the rows it has on the source now. */
  readonly expectSourceRows?: boolean
  /** Earlier packages of ours, files or folders. */
  readonly chain?: readonly string[]
  readonly onProgress?: OnProgress
}
