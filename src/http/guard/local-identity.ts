import type { RequestHandler } from 'express'
import { EVERY_TARGET, type Identity } from '../../model/identity.ts'
import { setIdentity } from './identity-of.ts'

const LOCAL: Identity = {
  kind: 'local',
  id: 'local',
  name: 'local',
  roles: new Map([[EVERY_TARGET, 'admin']]),
  scopes: null,
}

/** On a server where nobody signs in (loopback only) everybody may do everything. */
export function localIdentity(): RequestHandler {
  return (_request, response, next) => {
    setIdentity(response, LOCAL)
    next()
  }
}
