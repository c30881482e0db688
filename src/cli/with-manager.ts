import type { AuditAction } from '../model/audit.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { readManagerTarget } from '../settings/read-manager-target.ts'
import type { Needs } from '../settings/settings-input.ts'
import type { Manager } from '../task/manager.ts'
import { type Run, requireSettings, settingsInput } from './with-context.ts'

/** The product's own tables, lent to a command. */
export interface ManagerRun {
  readonly manager: Manager
  /** Writes into the audit log what was done; awaited before it is told. */
  record(action: AuditAction, subject: string, detail?: Readonly<Record<string, unknown>>): Promise<void>
}

interface ManagerNeeds {
  /** For messages. */
  readonly command: string
  /** Whether tables that are missing are made. */
  readonly migrate?: boolean
}

/** Lends the tables that `--manager-url` names, else those of the private PostgreSQL below the state folder. */
export async function withManager<T>(
  run: Run,
  { command, migrate = false }: ManagerNeeds,
  use: (lent: ManagerRun) => Promise<T>,
): Promise<T> {
  const needs = { command, changelog: false, database: false }
  const { stateDir } = requireSettings(run, needs)
  const place = { database: findManagerTarget(run, needs), stateDir, migrate }
  return run.parts.withManager(place, run.output.log, (manager) => use({ manager, record: recorderOf(manager) }))
}

function findManagerTarget(run: Run, needs: Needs): DatabaseTarget | null {
  const { target, warnings } = readManagerTarget(settingsInput(run, needs))
  if (target?.password) run.parts.secrets.push(target.password)
  run.output.warnings(warnings)
  return target
}

/** Whoever may use this command may write any name: the row says where it came from, not who typed. */
function recorderOf(manager: Manager): ManagerRun['record'] {
  return async (action, subject, detail) => {
    const [{ createEventRecorder }, { silentLog }] = await Promise.all([
      import('../task/record-event.ts'),
      import('../kit/log.ts'),
    ])
    const nobody = { onEvent: () => undefined, onDropped: () => undefined }
    const recorder = createEventRecorder({ ...manager, log: silentLog }, nobody)
    const actor = { kind: 'system', id: null, name: 'command line' } as const
    await recorder.recordNow({ action, outcome: 'done', actor, subject, ...(detail === undefined ? {} : { detail }) })
    await recorder.close()
  }
}
