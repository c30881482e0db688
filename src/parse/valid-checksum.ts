/** A `validCheckSum` as Liquibase keeps it (CheckSum.parse): `version:sum`, version 1 where none is written (`1:ANY`). */
export function parseValidChecksum(text: string): string | null {
  if (text === '') return null
  const match = /^(\d+):([a-zA-Z0-9]+)/.exec(text)
  return match === null ? `1:${text}` : `${Number(match[1])}:${match[2]}`
}
