import { javaPattern } from './java-pattern.ts'

/**
 * The lines Liquibase 4.28 takes for directives (AbstractFormattedChangeLogParser), and those it refuses because they
 * look like one that was misspelt. Whole lines; the order in which they are asked is `readFormattedSql`'s.
 */
export const directives = {
  header: javaPattern('\\s*--\\s*liquibase\\s*formatted.*'),
  brokenProperty: javaPattern('\\s*-+\\s*property\\s.*'),
  ignoreLines: javaPattern('--\\s*ignoreLines:(\\w+)'),
  brokenIgnoreLines: javaPattern('-\\s*ignoreLines:(\\w+).*|--\\s*ignore:(\\w+)'),
  oneDashIgnoreLines: javaPattern('-\\s*ignoreLines:(\\w+).*'),
  changeset: javaPattern('\\s*--\\s*changeset\\s+("[^"]+"|[^:]+):\\s*("[^"]+"|\\S+).*'),
  brokenChangeset: javaPattern('-\\s*changeset\\s.*|\\s*--\\s*changeset\\s*.*'),
  comment: javaPattern('--\\s*comment:? (.*)'),
  brokenComment: javaPattern('-\\s*comment:? (.*)|--\\s*comments:? (.*)'),
  validCheckSum: javaPattern('--\\s*validCheckSum:? (.*)'),
  brokenValidCheckSum: javaPattern('-\\s*validCheckSum(.*)'),
  rollback: javaPattern('\\s*--\\s*rollback (.*)'),
  brokenRollback: javaPattern('\\s*-\\s*rollback\\s.*'),
  rollbackBlock: javaPattern('\\s*/\\*\\s*liquibase\\s*rollback\\s*'),
  rollbackBlockEnd: javaPattern('(.*)\\*/\\s*'),
  preconditions: javaPattern('\\s*--\\s*preconditions(.*)'),
  brokenPreconditions: javaPattern('\\s*-\\s*preconditions\\s.*'),
  precondition: javaPattern('\\s*--\\s*precondition-([a-zA-Z0-9-]+) (.*)'),
  brokenPrecondition: javaPattern('\\s*-\\s*precondition(.*)'),
  emptyPrecondition: javaPattern('\\s*--\\s*precondition-([a-zA-Z0-9-]+)'),
} as const

/** A property line has a colon, then white space, then a colon after its keyword. Spelt out: the pattern is quartic. */
export function isProperty(line: string): boolean {
  const keyword = /^[ \t\n\v\f\r]*--[ \t\n\v\f\r]*property[ \t\n\v\f\r]/i.exec(line)
  if (keyword === null) return false
  const first = line.indexOf(':', keyword[0].length)
  const blank = first === -1 ? -1 : line.slice(first + 1).search(/[ \t\n\v\f\r]/)
  return blank !== -1 && line.indexOf(':', first + blank + 2) !== -1
}

/** Whether a line can be a directive at all: they all begin, after white space, with a dash or a slash. */
export function mayBeDirective(code: number): boolean {
  return code === 0x2d || code === 0x2f
}
