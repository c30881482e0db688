import { fail } from '../errors/dvm-error.ts'
import { type Identity, permits } from '../model/identity.ts'
import type { Job } from '../model/job.ts'
import { findJob } from '../task/find-job.ts'
import type { TargetNames } from '../task/list-jobs.ts'
import type { Manager } from '../task/manager.ts'

const BUILDS = 'database-management'

/** The job, where whoever asks may know of it; else JOB_NOT_FOUND, as for one that is not there. */
export async function requireJob(manager: Manager, id: string, identity: Identity | null): Promise<Job> {
  const job = await findJob(manager, id)
  if (job === null || identity === null || !maySee(identity, job)) throw fail('JOB_NOT_FOUND', {})
  return job
}

/** Who sent it, and who operates its targets; both have to be allowed to build there. */
function maySee(identity: Identity, { owner, target, others }: Job): boolean {
  const own = identity.kind === owner.kind && identity.id === owner.id
  const everywhere = (permission: typeof BUILDS | 'operate'): boolean =>
    [target, ...others].every((name) => permits(identity, permission, name))
  return everywhere(BUILDS) && (own || everywhere('operate'))
}

/** Where the own jobs are shown, and where those of everybody; null: on every target. */
export function seenTargets(identity: Identity): { readonly own: TargetNames; readonly everybodys: TargetNames } {
  const where = (permissions: readonly (typeof BUILDS | 'operate')[]): TargetNames => {
    const on = (target: string | null): boolean =>
      permissions.every((permission) => permits(identity, permission, target))
    return on(null) ? null : [...identity.roles.keys()].filter(on)
  }
  return { own: where([BUILDS]), everybodys: where([BUILDS, 'operate']) }
}
