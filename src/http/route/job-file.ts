import { fail } from '../../errors/dvm-error.ts'
import { encodeBody, type PackageBody } from '../../task/package-body.ts'
import { openJobResult, readJobManifest, requireResult } from '../../task/read-job-result.ts'
import type { AppParts } from '../app-parts.ts'
import { setAuditFacts } from '../audit-facts.ts'
import { jobFileRoute, jobManifestRoute } from '../contract/job-routes.ts'
import type { Chosen } from '../download/negotiate-coding.ts'
import { sendDownload } from '../download/send-download.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { requireJob } from '../require-job.ts'

/** `GET /packages/{jobId}/file`: from the manager's tables, whichever instance built it. */
export function jobFile(parts: AppParts): Endpoint {
  const { manager } = parts
  return endpoint(jobFileRoute, async ({ params, identity, request, response }) => {
    const job = await requireJob(manager, params.jobId, identity)
    setAuditFacts(response, { subject: job.id, target: job.target })
    const facts = requireResult(manager, job)
    const [type = ''] = facts.contentType.split(';')
    if (request.accepts([type, 'application/octet-stream']) === false) throw fail('NOT_ACCEPTABLE', { types: [type] })
    const coded: PackageBody[] = []
    const body = async (coding: Chosen): Promise<PackageBody> => {
      const whole = await openJobResult(manager, job)
      if (coding === 'identity') return whole
      const made = await encodeBody(whole, coding, stateDirOf(parts))
      coded.push(made)
      return made
    }
    try {
      await sendDownload(request, response, { facts, body })
    } finally {
      await Promise.all(coded.map((made) => made.release()))
    }
    return 'sent'
  })
}

/** `GET /packages/{jobId}/manifest`. */
export function jobManifest({ manager }: AppParts): Endpoint {
  return endpoint(jobManifestRoute, async ({ params, identity }) => {
    const job = await requireJob(manager, params.jobId, identity)
    return reply(200, await readJobManifest(manager, job))
  })
}

/** All targets of a server share it. */
function stateDirOf({ targets, defaultTarget }: AppParts): string {
  return targets.get(defaultTarget)?.context.settings.stateDir ?? '.dvm'
}
