import { PRODUCT } from '../kit/version.ts'
import { ONE_TRANSACTION } from './header.ts'
import { invalid } from './read-sections.ts'

export interface PackageFacts {
  /** Whether all of it is one transaction. */
  readonly single: boolean
}

/**
 * What a package says of itself at its ends, looked at before anything of it is sent. Fails with PACKAGE_INVALID where
 * there is none, and where it breaks off.
 */
export function readPackageFacts(path: string, { head, tail }: { head: string; tail: string }): PackageFacts {
  if (head.trim() === '') throw invalid(path, 'it is empty')
  const id = /^-- Package: +([0-9a-f]+)\r?$/m.exec(head)?.[1]
  if (id === undefined || !head.includes(`-- Product:          ${PRODUCT} `))
    throw invalid(path, 'its header is missing')
  const end = tail.lastIndexOf(`-- dvm:end ${id}`)
  if (end === -1 || !/;\s*$/.test(tail.slice(end))) throw invalid(path, 'it breaks off before its end')
  return { single: head.includes(`-- Transactions:     ${ONE_TRANSACTION}`) }
}
