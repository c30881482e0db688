import { fail, throwIfAny } from '../errors/dvm-error.ts'
import type { Changelog } from '../model/changelog.ts'
import type { SourceStorage } from '../storage/source-storage.ts'
import { readChangelogFile } from './read-changelog-file.ts'
import { type ParseRequest, Reading } from './reading.ts'

export type { ParseRequest }

const noTerms = { context: null, labels: [], ignore: false, runWith: null }

/**
 * Reads a changelog and everything it includes. Throws one DvmError with every complaint of every file, in the order
 * they were found; what is worth telling but stops nothing is in `warnings`. Faults of changesets alone do not make it
 * throw: whoever asks for the changeset sees them.
 */
export function parseChangelog(storage: SourceStorage, request: ParseRequest): Changelog {
  const { changelog } = request
  // Liquibase's command line finds no root so named; includes and other files are found as if it were not there.
  const file = changelog.startsWith('classpath:') ? null : storage.find(changelog)
  if (file === null) throw fail('FILE_NOT_FOUND', { path: changelog, looked: storage.roots.join(', ') })
  const reading = new Reading(storage, request, readChangelogFile)
  const root = reading.include(file, null, noTerms, null)
  reading.finish()
  if (reading.broken) throwIfAny(reading.complaints, reading.warnings)
  return {
    root: file.path,
    changesets: reading.withFaults(root.changesets),
    preconditions: reading.preconditions,
    quotingStrategy: root.quotingStrategy ?? 'QUOTE_ONLY_RESERVED_WORDS',
    files: [...reading.files.values()],
    warnings: reading.warnings,
  }
}
