import { PRODUCT } from '../kit/version.ts'
import { ONE_TRANSACTION, PSQL_ONLY } from './header.ts'
import { invalid } from './read-sections.ts'

export interface PackageFacts {
  /** Whether all of it is one transaction. */
  readonly single: boolean
}

/**
 * What a package says of itself at its ends, looked at before anything of it is sent. Fails with PACKAGE_INVALID where
 * there is none, where it breaks off, and where it needs psql.
 */
export function readPackageFacts(path: string, { head, tail }: { head: string; tail: string }): PackageFacts {
  if (head.trim() === '') throw invalid(path, 'it is empty')
  const id = /^-- Package: +([0-9a-f]+)\r?$/m.exec(head)?.[1]
  if (id === undefined || !head.includes(`-- Product:          ${PRODUCT} `))
    throw invalid(path, 'its header is missing')
  const end = tail.lastIndexOf(`-- dvm:end ${id}`)
  if (end === -1 || !/;\s*$/.test(tail.slice(end))) throw invalid(path, 'it breaks off before its end')
  if (head.includes(PSQL_ONLY)) throw invalid(path, 'it was built with --client psql; run it with psql -f')
  return { single: head.includes(`-- Transactions:     ${ONE_TRANSACTION}`) }
}
