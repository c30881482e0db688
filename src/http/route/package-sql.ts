import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { PackageManifest } from '../../model/package.ts'
import type { StagedPackage } from '../../task/stage-package.ts'
import type { AppParts } from '../app-parts.ts'
import { type PackageQuery, packageSqlRoute } from '../contract/package-routes.ts'
import { deriveContext } from '../derive-context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { packageFileName } from '../package-file-name.ts'
import { requireTarget } from '../require-target.ts'
import { createSentPackages, matchesEtag } from '../sent-packages.ts'
import { createSharedBuilds } from '../shared-builds.ts'

const REMEMBERED = 200

/**
 * `GET /database-versions/package/sql`: builds the SQL package whole, then sends it. Every build's bytes differ by the
 * time that stands in them, so a revalidation is built with the time of the package the client has: equal bytes then
 * prove that nothing else changed, and 304 is the answer.
 */
export function packageSql(parts: AppParts): Endpoint {
  const sent = createSentPackages(REMEMBERED)
  const build = createBuild(parts)

  return endpoint(packageSqlRoute, async ({ query, request, response }) => {
    const question = JSON.stringify([query.target, query.kind, query.contexts, query.labels, query.transaction])
    const known = sent.find(question)
    if (known !== null && matchesEtag(request.headers['if-none-match'], known.etag)) {
      const etag = await build(query, known.generatedAt, async ({ manifest }) => etagOf(manifest))
      if (etag === known.etag) {
        setFreshness(response, etag)
        response.status(304).end()
        return 'sent'
      }
    }
    const { settings } = requireTarget(parts, query.target).context
    await build(query, null, async (staged) => {
      sent.remember(question, { etag: etagOf(staged.manifest), generatedAt: staged.manifest.generatedAt })
      setHeaders(response, staged.manifest, settings.database?.database ?? null)
      await sendBody(request, response, staged)
    })
    return 'sent'
  })
}

type Build = <T>(
  query: PackageQuery,
  generatedAt: string | null,
  use: (staged: StagedPackage) => Promise<T>,
) => Promise<T>

/** Builds are shared by equal requests and measured for the health report. */
function createBuild(parts: AppParts): Build {
  const withStaged = createSharedBuilds()
  return (query, generatedAt, use) => {
    const context = deriveContext(requireTarget(parts, query.target).context, query, generatedAt)
    const stage = async (): Promise<StagedPackage> => {
      const start = performance.now()
      const staged = await parts.tasks.stagePackage(context, { kind: context.settings.package.kind })
      parts.meter.record({ at: context.clock.now().toISOString(), milliseconds: performance.now() - start })
      return staged
    }
    return withStaged(JSON.stringify([query, generatedAt]), stage, use)
  }
}

function etagOf(manifest: PackageManifest): string {
  return `"${manifest.sha256}"`
}

/** Kept by the browser only, and asked for again each time. */
function setFreshness(response: Response, etag: string): void {
  response.setHeader('ETag', etag)
  response.setHeader('Cache-Control', 'private, no-cache')
}

function setHeaders(response: Response, manifest: PackageManifest, database: string | null): void {
  const name = packageFileName(database, manifest.generatedAt)
  setFreshness(response, etagOf(manifest))
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  response.setHeader('Content-Length', manifest.bytes)
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`)
}

async function sendBody(request: Request, response: Response, staged: StagedPackage): Promise<void> {
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // The client left while the package was built: nobody is there to send to.
  if (response.closed) return
  try {
    await pipeline(staged.open(), response)
  } catch (error) {
    if (!isPrematureClose(error)) throw error
  }
}

/** The client went away: its business, not a failure of ours. */
function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}
