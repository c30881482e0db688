import { z } from 'zod'
import { TABLE_NAME } from '../../model/rollback.ts'
import { parseVersion, VERSION_FORMS } from '../../model/version.ts'
import { contexts as contextList, contextNames, labels, target } from './values.ts'

/** Registry, path, tag and digest, as a Dockerfile's FROM takes them. */
const IMAGE = /^[a-z0-9][\w.:/-]{0,254}(@sha256:[0-9a-f]{64})?$/i
/** Patterns go to PostgreSQL's own tools as values; what has no place in a name of anything is refused here. */
const PATTERNS = /^[^\p{Cc}]{1,2000}$/u
const MOST_EXPECTED = 100
const MOST_ROWS = 100_000
const MOST_CHANGESETS = 999_999_999
const MOST_MEGABYTES = 10_000

export const CHANGESETS_OF = ['deployed', 'pending', 'offline'] as const

export const version = z
  .string()
  .max(500)
  .transform((text, context) => {
    const found = parseVersion(text)
    if (found !== null) return found
    context.addIssue({ code: 'custom', message: `expected a version: ${VERSION_FORMS}` })
    return z.NEVER
  })
  .describe(`A version: ${VERSION_FORMS}; a word alone is a tag`)

export const date = z
  .string()
  .max(40)
  .transform((text, context) => {
    const found = parseVersion(`date:${text}`)
    if (found !== null) return found
    context.addIssue({ code: 'custom', message: 'expected a date such as 2026-11-01 or 2026-11-01T12:30:00' })
    return z.NEVER
  })
  .describe('A date such as 2026-11-01 or 2026-11-01T12:30:00')

export const tag = z.string().regex(/^[^\p{Cc}]{1,255}$/u, 'expected a tag')
export const expression = labels
export const targetName = target

/** Names or patterns of tables or schemas, joined by commas, as the command line takes them. */
const patterns = z.string().regex(PATTERNS, 'expected names, joined by commas')
export const patternsInQuery = patterns.transform((text): readonly string[] => [text])
export const patternsInBody = z.array(patterns).max(100)

export const contextsInQuery = contextList.transform(contextNames)
export const contextsInBody = z
  .array(z.string().max(100))
  .max(50)
  .refine((names) => names.every((name) => !name.includes(',') && contextList.safeParse(name).success), {
    message: 'expected names of letters, digits, "_", "." and "-"',
  })

const expectedTable = z
  .string()
  .max(300)
  .regex(/^[^\p{Cc}]+$/u, 'expected a name without control characters')
  .regex(TABLE_NAME, 'expected the name of a table')
const expectedRows = z.strictObject({ table: expectedTable, rows: z.int().min(0) })
export const expectRowsInBody = z
  .array(expectedRows)
  .max(MOST_EXPECTED)
  .describe('Rows that tables of the target must have')
export const expectRowsInQuery = z
  .string()
  .max(4_000)
  .transform((text, context) => {
    const rows = text.split(',').map((item) => {
      const [, table, rows] = /^(.+)=(\d{1,15})$/.exec(item.trim()) ?? []
      return { table: table?.trim(), rows: Number(rows) }
    })
    const read = expectRowsInBody.safeParse(rows)
    if (read.success) return read.data
    context.addIssue({ code: 'custom', message: 'expected TABLE=NUMBER, several joined by commas' })
    return z.NEVER
  })
  .describe('Rows that tables of the target must have: TABLE=NUMBER, several joined by commas')

export const image = z.string().regex(IMAGE, 'expected the name of an image')

export const transaction = z.enum(['per-changeset', 'single'])
export const dumpTransaction = z.enum(['single', 'none'])
export const client = z.enum(['any', 'psql'])
export const compress = z.enum(['none', 'gzip', 'zstd'])
export const fullFormat = z.enum(['sql', 'liquibase', 'docker'])
export const dockerOf = z.enum(['sql', 'schema', 'full'])
export const dockerForm = z.enum(['database', 'migrate'])
export const splitBy = z.enum(['phase', 'size'])

/** A number as a query writes it. */
const written = (schema: z.ZodType<number, number>): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .pipe(schema)

export const countInBody = z.int().min(1).max(MOST_CHANGESETS)
export const countInQuery = written(countInBody)
export const rowsPerInsertInBody = z.int().min(1).max(MOST_ROWS)
export const rowsPerInsertInQuery = written(rowsPerInsertInBody)
export const megabytesInBody = z.int().min(1).max(MOST_MEGABYTES).describe('Of one file; 10 where it is left out')
export const megabytesInQuery = written(megabytesInBody)
