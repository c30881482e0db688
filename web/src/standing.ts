import type { Identity, Permission, Session, Target } from './session-api.ts'

/** Who looks at the page, and at which database. */
export interface Standing {
  readonly session: Session
  readonly identity: Identity
  readonly targets: readonly Target[]
  /** The one that is looked at; null for somebody who may see none. */
  readonly target: Target | null
}

/** Whether that may be done on the database that is looked at. */
export function mayHere({ target }: Standing, permission: Permission): boolean {
  return target?.permissions.includes(permission) ?? false
}

/** Whether somebody may do on all databases what the audit log or the users take. */
export function mayEverywhere({ identity }: Standing, permission: 'operate' | 'administer'): boolean {
  const role = identity.grants.find(({ target }) => target === '*')?.role
  return (
    (role === 'admin' || (role === 'operator' && permission === 'operate')) && identity.permissions.includes(permission)
  )
}
