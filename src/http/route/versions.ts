import type { z } from 'zod'
import type { VersionsReport } from '../../model/report.ts'
import type { AppParts } from '../app-parts.ts'
import { listVersionsRoute, type VersionsReply } from '../contract/version-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { requireTarget } from '../require-target.ts'

type Query = z.output<typeof listVersionsRoute.query>

/** `GET /database-versions`: the history, filtered and cut to a page. */
export function versions(parts: AppParts): Endpoint {
  return endpoint(listVersionsRoute, async ({ query }) =>
    reply(200, toPage(await parts.tasks.listVersions(requireTarget(parts, query.target).context), query)),
  )
}

function toPage(report: VersionsReport, { status, offset, limit }: Query): VersionsReply {
  const matching = report.versions.filter((row) => status === undefined || row.executionType === status)
  return {
    currentVersion: report.currentVersion,
    summary: report.summary,
    versions: matching.slice(offset, limit === undefined ? undefined : offset + limit),
    paging: { total: matching.length, offset, limit: limit ?? null },
  }
}
