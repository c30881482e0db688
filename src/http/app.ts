import express, { type Express } from 'express'
import type { AppParts } from './app-parts.ts'
import type { Endpoint } from './endpoint.ts'
import { allowedHosts } from './guard/allowed-hosts.ts'
import { csrf } from './guard/csrf.ts'
import { localIdentity } from './guard/local-identity.ts'
import { noStore } from './guard/no-store.ts'
import { requestId } from './guard/request-id.ts'
import { requestLog } from './guard/request-log.ts'
import { securityHeaders } from './guard/security-headers.ts'
import { BODY_BYTES, sizeLimits } from './guard/size-limits.ts'
import { mount } from './mount.ts'
import { csrfToken } from './route/csrf-token.ts'
import { health } from './route/health.ts'
import { openapi } from './route/openapi.ts'
import { packageSql } from './route/package-sql.ts'
import { page } from './route/page.ts'
import { livez, readyz } from './route/probes.ts'
import { versionEndpoints } from './route/versions.ts'
import { notFound, sendProblem } from './send-problem.ts'

const TOKEN_PATHS = ['/database-versions/csrf-token', '/api/v1/database-versions/csrf-token']

/** The HTTP application: the guards in the order a request meets them, then the routes. */
export function createApp(parts: AppParts): Express {
  const { log, checkReplies, defaultTarget } = parts
  const app = express()
  app.set('etag', false)
  app.set('query parser', 'simple')

  app.use(requestId())
  app.use(requestLog(log))
  app.use(securityHeaders())
  app.use(allowedHosts(parts.hosts))
  app.use(sizeLimits({ urlCharacters: 4_096, bodyBytes: BODY_BYTES }))
  if (!parts.signIn) app.use(localIdentity())
  app.use(csrf({ tokenPaths: TOKEN_PATHS }))
  app.use(noStore())

  mount(app, endpointsOf(parts), { checkReplies, defaultTarget })
  app.use(page(parts.page))

  app.use(notFound())
  app.use(sendProblem(log, parts.roots))
  return app
}

/** Everything that is answered; the OpenAPI text lists the same. */
export function endpointsOf(parts: AppParts): readonly Endpoint[] {
  const endpoints: Endpoint[] = [
    livez(),
    readyz(parts),
    openapi(() => endpoints.map(({ contract }) => contract)),
    csrfToken(),
    ...versionEndpoints(parts),
    health(parts),
    packageSql(parts),
  ]
  return endpoints
}
