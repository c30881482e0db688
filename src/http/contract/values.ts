import { z } from 'zod'

const MAX_CONTEXTS = 50
const CONTEXT = /^[\p{L}\p{N}_.-]{1,100}$/u
const LABEL_FILTER = /^[\p{L}\p{N}_.,@:!() -]{1,500}$/u
const TARGET = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** Which of the registered databases an operation is about; left out: the first. */
export const target = z.string().regex(TARGET, 'expected the name of a target')

export const contexts = z
  .string()
  .max(2_000)
  .refine(
    (text) => {
      const names = text.split(',').map((name) => name.trim())
      return names.length <= MAX_CONTEXTS && names.every((name) => CONTEXT.test(name))
    },
    { message: `expected up to ${MAX_CONTEXTS} names of letters, digits, "_", "." and "-", joined by commas` },
  )
  .describe('Contexts, joined by commas')

export const labels = z.string().regex(LABEL_FILTER, 'expected a label expression').describe('A label expression')

/** A whole number as a query writes it. */
export function count(least: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,7}$/, 'expected a whole number')
    .transform(Number)
    .refine((value) => value >= least, { message: `expected ${least} or more` })
}

/** `true` or `false` as a query writes it. */
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true')

export const contextNames = (text: string): readonly string[] => text.split(',').map((name) => name.trim())
