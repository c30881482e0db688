import type { z } from 'zod'
import { fail } from '../../errors/dvm-error.ts'
import { type Identity, permits } from '../../model/identity.ts'
import { otherTargetsOf, type PackageRequest } from '../../model/package-request.ts'
import type { Context } from '../../task/context.ts'
import { measured } from '../../task/measured.ts'
import { hasCheapState } from '../../task/read-source-state.ts'
import type { StagedAnyPackage } from '../../task/stage-any-package.ts'
import type { AppParts, Target } from '../app-parts.ts'
import { describeRequest } from '../audit-facts.ts'
import type { RouteContract } from '../contract/route.ts'
import { namedEtags } from '../download/conditions.ts'
import type { HeldPackage } from '../download/held-package.ts'
import type { PackageShelf, Question } from '../download/package-shelf.ts'
import { sendDownload } from '../download/send-download.ts'
import { type Answer, type Call, type Endpoint, endpoint, reply } from '../endpoint.ts'
import { identityOf } from '../guard/identity-of.ts'
import { BUILD_POINTS, callerKey } from '../limit/limits.ts'
import { requireTarget } from '../require-target.ts'

const PERMISSION = 'database-management'

export interface Served {
  readonly parts: AppParts
  readonly shelf: PackageShelf
}

/** A route whose answer is a package: the one kept, where nothing it was made of has changed, else a new one. */
export function packageEndpoint<R extends RouteContract>(
  { parts, shelf }: Served,
  contract: R,
  toRequest: (query: z.output<R['query']>) => PackageRequest,
): Endpoint {
  return endpoint(contract, async (call: Call<R>) => {
    const request = toRequest(call.query)
    const { target: name, manifest } = call.query as { target?: string; manifest?: boolean }
    const target = requireTarget(parts, name)
    requireOthers(parts, request, call.identity)
    const question = questionOf(parts, target, request, call)
    try {
      return await shelf.withPackage(question, (held) => answer(held, manifest === true, call))
    } catch (error) {
      // Nobody is there to be told, and a build that ended for that did not fail.
      if (call.signal.aborted) return 'sent'
      throw error
    }
  })
}

async function answer(
  held: HeldPackage,
  manifest: boolean,
  { request, response }: Pick<Call<RouteContract>, 'request' | 'response'>,
): Promise<Answer> {
  const { facts } = held
  if (manifest) return reply(200, { file: facts, manifest: held.manifest })
  const [type = ''] = facts.contentType.split(';')
  if (request.accepts(type) === false) throw fail('NOT_ACCEPTABLE', { types: [type] })
  await sendDownload(request, response, { facts, body: (coding) => held.body(coding) })
  return 'sent'
}

/** A package between two databases takes the permission on each of them: ACCESS_DENIED. */
export function requireOthers(parts: AppParts, request: PackageRequest, identity: Identity | null): void {
  for (const name of otherTargetsOf(request)) {
    if (identity === null || !permits(identity, PERMISSION, name))
      throw fail('ACCESS_DENIED', { permission: PERMISSION })
    requireTarget(parts, name)
  }
}

type Asked = Pick<Call<RouteContract>, 'request' | 'response' | 'signal'>

function questionOf(parts: AppParts, target: Target, request: PackageRequest, call: Asked): Question {
  const { context } = target
  return {
    key: JSON.stringify([target.name, request]),
    histories: hasCheapState(request) ? historiesOf(parts, context, request) : null,
    stateDir: context.settings.stateDir,
    etags: namedEtags(call.request.headers),
    signal: call.signal,
    now: () => context.clock.now(),
    stage: (generatedAt, ended) => stage(parts, target, request, { generatedAt, signal: ended, call }),
  }
}

function historiesOf(parts: AppParts, context: Context, request: PackageRequest): readonly Context[] {
  if (isOffline(request)) return []
  const others = otherTargetsOf(request)
  if (others.length === 0) return [context]
  return others.map((name) => ({ ...context, database: requireTarget(parts, name).context.database }))
}

/** Of the changelog alone: asks no database anything. */
function isOffline(request: PackageRequest): boolean {
  switch (request.kind) {
    case 'offline':
      return true
    case 'incremental':
      return request.offline
    case 'liquibase':
    case 'split':
      return request.of === 'offline'
    case 'docker':
      return request.of === 'sql' && request.changesets === 'offline'
    default:
      return false
  }
}

/** Every build is measured, failed ones too, and told to the audit log; dumps have connections of their own. */
async function stage(
  { tasks, meter, targets, events, limits }: AppParts,
  { name, context, dumps }: Target,
  request: PackageRequest,
  { generatedAt, signal, call }: { generatedAt: string | null; signal: AbortSignal; call: Asked },
): Promise<StagedAnyPackage> {
  const { kind } = request
  limits?.identities.charge(callerKey(call.response, identityOf(call.response)), BUILD_POINTS)
  const findDatabase = (other: string) => targets.get(other)?.context.settings.database ?? null
  const options = { signal, generatedAt, findDatabase }
  const staged = await measured({ meter, clock: context.clock, kind, target: name, signal }, () =>
    tasks.stagePackage(isDump(request) ? dumps : context, request, options),
  )
  const event = describeRequest(call.request, call.response, 'package.build', 'done')
  events.record({ ...event, target: name, digest: staged.facts.sha256, detail: { kind } })
  return staged
}

function isDump(request: PackageRequest): boolean {
  return (
    request.kind === 'schema' ||
    (request.kind === 'full' && request.format !== 'liquibase') ||
    (request.kind === 'docker' && request.of !== 'sql')
  )
}
