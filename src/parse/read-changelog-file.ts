import { isFormattedHeader } from '../document/formatted-sql/read-formatted-sql.ts'
import { parseJson } from '../document/json.ts'
import { parseYaml } from '../document/yaml.ts'
import { fail } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import { changelogFormatOf } from './changelog-format.ts'
import { readFormattedChangelog, readLargeChangelog } from './formatted-changelog.ts'
import type { Frame } from './frame.ts'
import { loadSource, loadText, loadXmlText } from './load-source.ts'
import { readLargePlainSql, readPlainSql } from './plain-sql.ts'
import type { Reading } from './reading.ts'
import { readXmlChangelog } from './xml-changelog.ts'
import { readYamlChangelog } from './yaml-changelog.ts'

const HEADER_SEARCH = 1 << 16

/** Reads one changelog file, by its name and its first line. Fails with UNKNOWN_FORMAT and what its text is faulty of. */
export function readChangelogFile(reading: Reading, frame: Frame): void {
  const { file } = frame
  const format = changelogFormatOf(file.path)
  if (format === 'sql') readSql(reading, frame)
  else if (format === null) throw fail('UNKNOWN_FORMAT', file)
  else if (format === 'xml') readXmlChangelog(reading, frame, loadXmlText(reading, file))
  else {
    const { text } = loadText(reading, file)
    readYamlChangelog(reading, frame, format === 'json' ? parseJson(text, file.path) : parseYaml(text, file.path))
  }
}

function readSql(reading: Reading, frame: Frame): void {
  const loaded = loadSource(reading, frame.file)
  if (loaded.kind === 'text') {
    if (startsFormatted(loaded.text)) readFormattedChangelog(reading, frame, loaded.text)
    else readPlainSql(frame, loaded.text)
  } else if (!startsFormatted(beginning(reading, frame.file, loaded.facts.mark))) {
    readLargePlainSql(reading, frame, loaded.facts)
  } else if (loaded.facts.loneCarriageReturns) {
    readFormattedChangelog(reading, frame, loadText(reading, frame.file).text)
  } else readLargeChangelog(reading, frame, loaded.facts)
}

/** Whether the first line that is not blank is the header of formatted SQL. */
function startsFormatted(text: string): boolean {
  const line = /^[\0- ]*?([^\0- ][^\r\n]*)/.exec(text)
  if (line === null) return false
  const start = line.index + line[0].length - (line[1]?.length ?? 0)
  const lineStart = Math.max(text.lastIndexOf('\n', start), text.lastIndexOf('\r', start)) + 1
  return isFormattedHeader(trim(text.slice(lineStart, line.index + line[0].length)))
}

function beginning(reading: Reading, file: LocatedFile, mark: number): string {
  const [bytes] = reading.storage.pieces(file.absolute, mark, Math.min(file.bytes, HEADER_SEARCH))
  return bytes?.toString('utf8') ?? ''
}
