import type { RequestHandler } from 'express'
import type { VersionsReport } from '../../model/report.ts'
import type { AppParts } from '../app-parts.ts'
import { readQuery, type VersionsQuery, versionsQuery } from '../contract.ts'
import type { VersionsReply } from '../reply.ts'

/** `GET /database-versions`: the history, filtered and cut to a page. */
export function versions(parts: AppParts): RequestHandler {
  return async (request, response) => {
    const query = readQuery(versionsQuery, request.query)
    response.json(toPage(await parts.tasks.listVersions(parts.context), query))
  }
}

function toPage(report: VersionsReport, query: VersionsQuery): VersionsReply {
  const { status, offset, limit } = query
  const matching = report.versions.filter((row) => status === undefined || row.executionType === status)
  return {
    ...report,
    versions: matching.slice(offset, limit === undefined ? undefined : offset + limit),
    paging: { total: matching.length, offset, limit: limit ?? null },
  }
}
