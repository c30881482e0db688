const MARK = '-- dvm:sha256 '

/** The last line of a package: SHA-256 of every byte above it, so that a change is seen wherever it was made. */
export function digestLine(sha256: string): string {
  return `${MARK}${sha256}\n`
}

/** The digest a package ends in, and how many bytes that line takes; null where it has none. */
export function readDigestLine(tail: string): { readonly sha256: string; readonly length: number } | null {
  const found = /(?:^|\n)(-- dvm:sha256 ([0-9a-f]{64})\r?\n?)$/.exec(tail)
  if (found?.[1] === undefined || found[2] === undefined) return null
  return { sha256: found[2], length: found[1].length }
}
