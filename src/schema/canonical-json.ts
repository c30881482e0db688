import type { Schema, SchemaObject } from '../model/schema.ts'

/** Of the form itself: a change of what is read or how it is spelled is a new number. */
export const FINGERPRINT_FORMAT = 1

/** The bytes that are digested, line by line; README.md of this folder describes them. */
export function* canonicalLines(schema: Schema): Generator<string> {
  yield `${JSON.stringify({ format: 'dvm-schema', version: FINGERPRINT_FORMAT })}\n`
  for (const object of schema.objects) yield `${JSON.stringify(toCanonical(object))}\n`
}

type Canonical = readonly [
  kind: string,
  name: string,
  facts: readonly (readonly [string, string])[],
  parts: Canonical[],
]

function toCanonical({ kind, name, facts, parts }: SchemaObject): Canonical {
  const entries = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return [kind, name, entries, parts.map(toCanonical)]
}
