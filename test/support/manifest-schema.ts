import { readFileSync } from 'node:fs'
import { z } from 'zod'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]

/** The published schema of manifests; `parse` fails where a manifest does not fit it. */
export function manifestSchema(): z.ZodType {
  return z.fromJSONSchema(JSON.parse(readFileSync('templates/manifest.schema.json', 'utf8')) as JsonSchema)
}
