import { complaint } from '../errors/dvm-error.ts'
import type { Fault } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import type { Reading } from './reading.ts'

/** Notes a fault where a changeset is to be run by a client program: a package is plain SQL, and has none. */
export function checkRunWith(reading: Reading, faults: Fault[], runWith: string | null, place: Place): void {
  if (runWith === null || runWith === '' || runWith.toLowerCase() === 'jdbc') return
  const detail = `runWith="${runWith}" asks for a client program, which a package in plain SQL does not have`
  reading.fault(faults, complaint('CHANGELOG_INVALID', { detail }, place))
}
