import { md5 } from '../kit/digest.ts'
import type { PlacedTables } from '../model/settings.ts'

/** The two keys of the advisory lock that keeps our runs on one history apart. "dvm", and a digest of the table. */
export function lockKeys(tables: PlacedTables): { readonly lockClass: number; readonly lockKey: number } {
  const digest = md5(`${tables.schema}\u0000${tables.changelog}`)
  return { lockClass: 0x64766d, lockKey: Number.parseInt(digest.slice(0, 8), 16) & 0x7fffffff }
}
