import { isIP } from 'node:net'
import type { RequestHandler, Response } from 'express'

const KEY = 'callerAddress'

/** Notes from where a request comes, while its connection stands: one that is closed has no address any more. */
export function callerAddress(): RequestHandler {
  return (request, response, next) => {
    response.locals[KEY] = toAddress(request.ip ?? '')
    next()
  }
}

/**
 * The IP address, as the setting about trusted proxies lets us know it; null where that is none. An IPv4 address in
 * IPv6's clothes is written as IPv4, a zone is left out.
 */
export function callerAddressOf(response: Response): string | null {
  return (response.locals[KEY] as string | null | undefined) ?? null
}

function toAddress(given: string): string | null {
  const address = given.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/s, '')
  return isIP(address) === 0 ? null : address
}
