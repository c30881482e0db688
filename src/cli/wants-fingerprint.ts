import type { Context } from '../task/context.ts'
import type { Run } from './with-context.ts'

/**
 * Whether the catalog of the source is looked at: of what it still lacks nobody can prove anything by that, so there it is
 * for the manifest alone.
 */
export function wantsFingerprint({ flags }: Run, { settings }: Context): boolean {
  if (flags['fingerprint'] === false) return false
  return settings.package.kind !== 'pending' || typeof flags['manifest'] === 'string'
}
