import { toSql } from '../change/registry.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import type { Rendering } from '../render/render-statements.ts'
import type { Context } from './context.ts'
import type { ReadChangelog } from './read-changelog.ts'

/** A rendering for the settings of this run; what it complains and warns of is added to the two lists. */
export function createRendering(
  { settings }: Context,
  { readBody, readBytes }: ReadChangelog,
  complaints: Complaint[],
  warnings: Warning[],
): Rendering {
  return {
    toSql: (change, { quotingStrategy, failOnError }, told) =>
      toSql(change, {
        defaultSchema: settings.defaultSchema,
        quotingStrategy,
        failOnError,
        readBody,
        readBytes,
        complain: told.complain,
        warn: ({ code, message, place }) => told.warn({ code, message, place }),
      }),
    readBody,
    complain: (item) => complaints.push(item),
    warn: (warning) => warnings.push(warning),
  }
}
