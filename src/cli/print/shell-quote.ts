import { visible } from './visible.ts'

/** A path as a shell takes it, for commands that are printed to be typed. */
export function shellQuote(path: string): string {
  const text = visible(path)
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
