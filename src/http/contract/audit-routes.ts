import { z } from 'zod'
import { ACTOR_KINDS, AUDIT_ACTIONS, AUDIT_CATEGORIES, AUDIT_OUTCOMES } from '../../model/audit.ts'
import { json, NO_PARAMS, route } from './route.ts'
import { target } from './values.ts'

const MOST_ROWS = 200
const USUAL_ROWS = 50

/** PostgreSQL knows neither a year 0 nor an offset of a whole day. */
const FIRST_MS = Date.parse('1970-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T00:00:00Z')

const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= FIRST_MS && Date.parse(text) <= LAST_MS, 'expected a time from 1970 to 9999')
  .transform((text) => new Date(text).toISOString())
  .describe('ISO 8601 with Z or an offset')
const name = z.string().regex(/^[^\p{Cc}]{1,200}$/u, 'expected a name')
const text = z.string().nullable()

export const auditEvent = z
  .strictObject({
    id: z.string(),
    at: z.string().describe('ISO 8601 UTC'),
    category: z.enum(AUDIT_CATEGORIES),
    action: z.enum(AUDIT_ACTIONS),
    outcome: z.enum(AUDIT_OUTCOMES),
    actor: z.strictObject({ kind: z.enum(ACTOR_KINDS), id: text, name: z.string() }),
    subject: text.describe('What it was done to'),
    target: text,
    digest: text.describe('SHA-256 of the package'),
    from: text.describe('IP address'),
    requestId: text,
    traceId: text,
    userAgent: text,
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' })

export const auditPage = z
  .strictObject({ events: z.array(auditEvent), next: text.describe('Value of cursor for the next page') })
  .meta({ id: 'AuditPage' })
export type AuditPage = z.output<typeof auditPage>

export const auditEventsRoute = route({
  id: 'auditEvents',
  method: 'get',
  path: '/audit-events',
  tag: 'Operation',
  summary: 'The audit log, newest first',
  description: 'Takes the permission for all targets: it tells of all of them.',
  access: 'operate',
  params: NO_PARAMS,
  query: z.strictObject({
    from: moment.optional(),
    to: moment.optional(),
    actor: name.optional(),
    action: z.enum(AUDIT_ACTIONS).optional(),
    outcome: z.enum(AUDIT_OUTCOMES).optional(),
    category: z.enum(AUDIT_CATEGORIES).optional(),
    // Not `target`: that would ask for the permission there, and mean the first one where it is left out.
    about: target.optional().describe('Name of a target'),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hexadecimal')
      .optional(),
    cursor: z.string().max(100).optional(),
    limit: z
      .string()
      .regex(/^\d{1,3}$/, 'expected a whole number')
      .transform(Number)
      .refine((value) => value >= 1 && value <= MOST_ROWS, { message: `expected 1 to ${MOST_ROWS}` })
      .default(USUAL_ROWS),
  }),
  body: null,
  replies: { 200: json('A page of events', auditPage) },
  problems: ['DATABASE_UNREACHABLE', 'DATABASE_REFUSED', 'DATABASE_QUERY_FAILED'],
  example: { query: { category: 'security', limit: '20' } },
})
export type AuditQuery = z.output<typeof auditEventsRoute.query>
