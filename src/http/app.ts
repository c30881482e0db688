import express, { type Express } from 'express'
import { isHttps } from '../model/server-settings.ts'
import type { AppParts } from './app-parts.ts'
import { OPENID_CALLBACK } from './contract/openid-routes.ts'
import type { Endpoint } from './endpoint.ts'
import { allowedHosts } from './guard/allowed-hosts.ts'
import { auditDownloads, auditProblems } from './guard/audit.ts'
import { authenticate } from './guard/authenticate.ts'
import { callerAddress } from './guard/caller-address.ts'
import { csrf } from './guard/csrf.ts'
import { limitAddresses } from './guard/limit-addresses.ts'
import { limitIdentities } from './guard/limit-identities.ts'
import { limitNewSessions } from './guard/limit-new-sessions.ts'
import { localIdentity } from './guard/local-identity.ts'
import { countRequests } from './guard/metrics.ts'
import { noStore } from './guard/no-store.ts'
import { requestForm } from './guard/request-form.ts'
import { requestId } from './guard/request-id.ts'
import { requestLog } from './guard/request-log.ts'
import { sameOrigin } from './guard/same-origin.ts'
import { securityHeaders } from './guard/security-headers.ts'
import { session } from './guard/session.ts'
import { BODY_BYTES, sizeLimits } from './guard/size-limits.ts'
import { traceContext } from './guard/trace-context.ts'
import { mount } from './mount.ts'
import { auditEvents } from './route/audit.ts'
import { health } from './route/health.ts'
import { jobEndpoints } from './route/jobs.ts'
import { metrics } from './route/metrics.ts'
import { openapi } from './route/openapi.ts'
import { openIdEndpoints } from './route/openid.ts'
import { packageEndpoints } from './route/packages.ts'
import { page } from './route/page.ts'
import { livez, readyz } from './route/probes.ts'
import { sessionEndpoints } from './route/session.ts'
import { listTargets } from './route/targets.ts'
import { tokenEndpoints } from './route/tokens.ts'
import { userEndpoints } from './route/users.ts'
import { versionEndpoints } from './route/versions.ts'
import { notFound, sendProblem } from './send-problem.ts'

const TOKEN_PATHS = ['/database-versions/csrf-token', '/api/v1/database-versions/csrf-token']
/** Whoever comes from a provider is signed in, though the browser kept the cookie of a session back. */
const SESSION_PATHS = [...TOKEN_PATHS, OPENID_CALLBACK]

/** The HTTP application: the guards in the order a request meets them, then the routes. */
export function createApp(parts: AppParts): Express {
  const { log, checkReplies, defaultTarget, events, limits } = parts
  const app = express()
  app.set('etag', false)
  // A path is what its case says (RFC 3986, 6.2.2.1): one resource, one address, whatever stands before us and keeps replies.
  app.set('case sensitive routing', true)
  app.set('query parser', 'simple')
  app.set('trust proxy', parts.server.trustProxy)

  app.use(requestId())
  app.use(traceContext())
  app.use(callerAddress())
  app.use(requestLog(log))
  app.use(countRequests(parts.metrics))
  app.use(auditDownloads(parts.events))
  app.use(securityHeaders({ https: isHttps(parts.server) }))
  app.use(requestForm())
  app.use(allowedHosts(parts.hosts))
  app.use(sizeLimits({ urlCharacters: 4_096, bodyBytes: BODY_BYTES }))
  app.use(sameOrigin(parts.server.publicUrl))
  if (limits !== null) app.use(limitAddresses(limits))
  // Before sessions: caches keep what is everybody's, and would hand the cookie on it to others.
  app.use(page(parts.page))
  app.use(session({ ...parts.sessions, server: parts.server, tokenPaths: SESSION_PATHS }))
  if (limits !== null) app.use(limitNewSessions(limits, TOKEN_PATHS))
  app.use(parts.signIn ? authenticate(parts.manager, parts.server, limits) : localIdentity())
  if (limits !== null) app.use(limitIdentities(limits))
  app.use(csrf({ tokenPaths: TOKEN_PATHS }))
  app.use(noStore())

  mount(app, endpointsOf(parts), { checkReplies, defaultTarget, events, limits })

  app.use(notFound())
  app.use(auditProblems(events))
  app.use(sendProblem(log, parts.roots))
  return app
}

/** Everything that is answered; the OpenAPI text lists the same. */
export function endpointsOf(parts: AppParts): readonly Endpoint[] {
  const endpoints: Endpoint[] = [
    livez(),
    readyz(parts),
    openapi(() => endpoints.map(({ contract }) => contract)),
    ...sessionEndpoints(parts),
    ...openIdEndpoints(parts),
    ...userEndpoints(parts),
    ...tokenEndpoints(parts),
    listTargets(parts),
    ...versionEndpoints(parts),
    health(parts),
    metrics(parts),
    auditEvents(parts),
    ...packageEndpoints(parts),
    ...jobEndpoints(parts),
  ]
  return endpoints
}
