import { unknownDatabases } from '../change/unknown-databases.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Fault } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import type { Reading } from './reading.ts'

/** Notes a fault for each database that Liquibase does not know: it then refuses the changeset (DatabaseList). */
export function checkDbms(reading: Reading, faults: Fault[], dbms: readonly string[], place: Place): void {
  for (const name of unknownDatabases(dbms)) {
    const detail = `dbms "${name}" is no database Liquibase knows`
    reading.fault(faults, complaint('CHANGELOG_INVALID', { detail }, place))
  }
}
