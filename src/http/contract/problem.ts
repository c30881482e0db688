import { z } from 'zod'
import { type Code, catalog } from '../../errors/catalog.ts'

const codes = Object.keys(catalog) as [Code, ...Code[]]

const place = z.strictObject({ file: z.string(), line: z.int(), column: z.int() })

/** `application/problem+json` of RFC 9457, with the catalogue's code and every complaint of the run. */
export const problem = z
  .strictObject({
    type: z.string().describe('A URN that names the kind of problem, made of its code'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong, for a person'),
    instance: z.string().describe("A URN with the request's id, which the server's log has too"),
    code: z.enum(codes),
    hint: z.string().describe('What to do next'),
    complaints: z.array(z.strictObject({ code: z.enum(codes), message: z.string(), place: place.nullable() })),
  })
  .meta({ id: 'Problem' })
export type Problem = z.output<typeof problem>
