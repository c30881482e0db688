/** What somebody may do, from least to most; each is asked for by name, none implies another. */
export const PERMISSIONS = ['view', 'database-management', 'operate', 'administer'] as const
export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['viewer', 'packager', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * `view`: history, health, statistics. `database-management`: packages. `operate`: what others started, and the audit log.
 * `administer`: users, tokens and settings.
 */
export const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['view'],
  packager: ['view', 'database-management'],
  operator: ['view', 'database-management', 'operate'],
  admin: ['view', 'database-management', 'operate', 'administer'],
}

/** In the place of a target's name: all of them, those of later too. */
export const EVERY_TARGET = '*'

/** Who asks. */
export interface Identity {
  /** `local`: nobody signs in on a server that was started so. */
  readonly kind: 'user' | 'token' | 'local'
  /** Of the user, or of the token. */
  readonly id: string
  /** For people and logs: a user's name, or `owner/token`. */
  readonly name: string
  /** A role for each target, or for `EVERY_TARGET`. */
  readonly roles: ReadonlyMap<string, Role>
  /** What a token was limited to; null where nothing limits the roles. */
  readonly scopes: readonly Permission[] | null
}

/** Whether `identity` may do that on the target; null asks for what concerns no single one. */
export function permits(identity: Identity, permission: Permission, target: string | null): boolean {
  if (identity.scopes !== null && !identity.scopes.includes(permission)) return false
  const given = [identity.roles.get(EVERY_TARGET), target === null ? undefined : identity.roles.get(target)]
  return given.some((role) => role !== undefined && PERMISSIONS_OF[role].includes(permission))
}
