import type { Request } from 'express'

/** The token of an Authorization header of the scheme Bearer (RFC 6750, 2.1); null where there is none. */
export function bearerOf({ headers }: Pick<Request, 'headers'>): string | null {
  return /^Bearer +([\w.~+/=-]{1,500})$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

/** Whether the request says by such a header who it is, however badly: it is believed by nothing else then. */
export function isBearer({ headers }: Pick<Request, 'headers'>): boolean {
  return headers.authorization !== undefined
}
