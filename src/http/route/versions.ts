import type { z } from 'zod'
import type { VersionsReport } from '../../model/report.ts'
import type { AppParts } from '../app-parts.ts'
import {
  findVersionRoute,
  listVersionsRoute,
  statisticsRoute,
  type VersionsReply,
  validateRoute,
} from '../contract/version-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { requireTarget } from '../require-target.ts'

type Query = z.output<typeof listVersionsRoute.query>

/** What is asked of the history and of single entries. */
export function versionEndpoints(parts: AppParts): readonly Endpoint[] {
  const contextOf = (target: string | undefined) => requireTarget(parts, target).context
  return [
    versions(parts),
    endpoint(statisticsRoute, async ({ query }) =>
      reply(200, await parts.tasks.summarizeHistory(contextOf(query.target))),
    ),
    endpoint(validateRoute, async ({ query }) => {
      const { ok, checked, faults, warnings } = await parts.tasks.validate(contextOf(query.target))
      const told = warnings.map(({ code, message, place }) => ({ code, message, place }))
      return reply(200, { ok, checked, faults, warnings: told })
    }),
    endpoint(findVersionRoute, async ({ params, query }) =>
      reply(200, await parts.tasks.findVersion(contextOf(query.target), { ...query, id: params.id })),
    ),
  ]
}

/** `GET /database-versions`: the history, filtered and cut to a page. */
function versions(parts: AppParts): Endpoint {
  return endpoint(listVersionsRoute, async ({ query }) =>
    reply(200, toPage(await parts.tasks.listVersions(requireTarget(parts, query.target).context), query)),
  )
}

function toPage(report: VersionsReport, { status, version, offset, limit }: Query): VersionsReply {
  const matching = report.versions.filter(
    (row) =>
      (status === undefined || row.executionType === status) &&
      (version === undefined || row.semanticVersion === version || row.tag === version),
  )
  return {
    currentVersion: report.currentVersion,
    summary: report.summary,
    versions: matching.slice(offset, limit === undefined ? undefined : offset + limit),
    paging: { total: matching.length, offset, limit: limit ?? null },
  }
}
