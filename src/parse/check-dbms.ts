import { isKnownDatabase } from '../change/known-database.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import type { Place } from '../model/place.ts'
import type { Reading } from './reading.ts'

/** Notes a fault for each database that Liquibase does not know: it then refuses the changeset (DatabaseList). */
export function checkDbms(reading: Reading, faults: Complaint[], dbms: readonly string[], place: Place): void {
  for (const name of dbms) {
    if (isKnownDatabase(name)) continue
    const detail = `dbms "${name}" is no database Liquibase knows`
    reading.fault(faults, complaint('CHANGELOG_INVALID', { detail }, place))
  }
}
