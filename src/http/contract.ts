import { z } from 'zod'
import { complaint, throwIfAny } from '../errors/dvm-error.ts'

const MAX_CONTEXTS = 50
const CONTEXT = /^[\p{L}\p{N}_.-]{1,100}$/u
const LABEL_FILTER = /^[\p{L}\p{N}_.,@:!() -]{1,500}$/u
/** Execution types as Liquibase writes them (ChangeSet.ExecType). */
const EXECUTION_TYPES = ['EXECUTED', 'FAILED', 'SKIPPED', 'RERAN', 'MARK_RAN'] as const

const contexts = z
  .string()
  .max(2_000)
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.length <= MAX_CONTEXTS && names.every((name) => CONTEXT.test(name)), {
    message: `expected up to ${MAX_CONTEXTS} names of letters, digits, "_", "." and "-", joined by commas`,
  })

const count = (least: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/, 'expected a whole number')
    .transform(Number)
    .refine((value) => value >= least, { message: `expected ${least} or more` })

/** An unknown name is an error, not noise: a mistyped `context=` would hand out another package than was asked for. */
export const packageQuery = z.strictObject({
  kind: z.enum(['deployed', 'pending', 'offline']).optional(),
  contexts: contexts.optional(),
  labels: z.string().regex(LABEL_FILTER, 'expected a label expression').optional(),
  transaction: z.enum(['per-changeset', 'single']).optional(),
})
export type PackageQuery = z.output<typeof packageQuery>

export const versionsQuery = z.strictObject({
  status: z.enum(EXECUTION_TYPES).optional(),
  limit: count(1).optional(),
  offset: count(0).default(0),
})
export type VersionsQuery = z.output<typeof versionsQuery>

export const noQuery = z.strictObject({})

/** The trusted query, or REQUEST_INVALID with a complaint for each thing that is wrong. */
export function readQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const read = schema.safeParse(query)
  if (read.success) return read.data
  const complaints = read.error.issues.map((issue) => {
    const where = issue.path.length === 0 ? 'query' : `query parameter ${issue.path.join('.')}`
    return complaint('REQUEST_INVALID', { detail: `${where}: ${issue.message}` })
  })
  throwIfAny(complaints)
  throw read.error
}
