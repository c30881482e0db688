import express, { type Express } from 'express'
import type { AppParts } from './app-parts.ts'
import { allowedHosts } from './guard/allowed-hosts.ts'
import { allowedMethods } from './guard/allowed-methods.ts'
import { csrf } from './guard/csrf.ts'
import { noStore } from './guard/no-store.ts'
import { requestId } from './guard/request-id.ts'
import { requestLog } from './guard/request-log.ts'
import { securityHeaders } from './guard/security-headers.ts'
import { sizeLimits } from './guard/size-limits.ts'
import { csrfToken } from './route/csrf-token.ts'
import { health } from './route/health.ts'
import { packageSql } from './route/package-sql.ts'
import { page } from './route/page.ts'
import { livez, readyz } from './route/probes.ts'
import { versions } from './route/versions.ts'
import { notFound, sendProblem } from './send-problem.ts'

/** Where clients of the earlier implementation call. */
const LEGACY = '/rest/scriptrunner/latest/custom'
const TOKEN_PATHS = ['/database-versions/csrf-token', '/api/v1/database-versions/csrf-token']

/** The HTTP application: the guards in the order a request meets them, then the routes. */
export function createApp(parts: AppParts): Express {
  const { log, sources, settings } = parts.context
  const app = express()
  app.set('etag', false)
  app.set('query parser', 'simple')

  app.use(requestId())
  app.use(requestLog(log))
  app.use(securityHeaders())
  app.use(allowedHosts(parts.hosts))
  app.use(sizeLimits({ urlCharacters: 4_096, bodyBytes: 16_384 }))
  app.use(allowedMethods(['GET', 'HEAD']))
  app.use(csrf({ tokenPaths: TOKEN_PATHS }))
  app.use(noStore())

  app.get('/livez', livez())
  app.get('/readyz', readyz(parts))
  app.get(both('/database-versions'), versions(parts))
  app.get([...both('/database-versions/health'), `${LEGACY}/databaseVersionsPackageHealth`], health(parts))
  app.get([...both('/database-versions/package/sql'), `${LEGACY}/databaseVersionsPackageSQL`], packageSql(parts))
  app.get(both('/database-versions/csrf-token'), csrfToken())
  app.use(page(parts.page))

  app.use(notFound())
  app.use(sendProblem(log, [...sources.roots, settings.stateDir]))
  return app
}

function both(path: string): string[] {
  return [path, `/api/v1${path}`]
}
