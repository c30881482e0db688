import type { Response } from 'express'
import type { RouteContract } from './contract/route.ts'

const KEY = 'contract'
const BASE = '/api/v1'

/** Set where a request is handed to the operation that answers it. */
export function setContract(response: Response, contract: RouteContract): void {
  response.locals[KEY] = contract
}

export function contractOf(response: Response): RouteContract | null {
  return (response.locals[KEY] as RouteContract | undefined) ?? null
}

/** The documented path with its holes, whichever alias was called; null where no operation was reached. */
export function routeOf(response: Response): string | null {
  const contract = contractOf(response)
  if (contract === null) return null
  return contract.at === 'root' ? contract.path : `${BASE}${contract.path}`
}
