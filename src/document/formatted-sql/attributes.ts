import { groupIn, javaPattern } from './java-pattern.ts'

const word = (name: string) => javaPattern(`.*${name}:(\\w+).*`)
const run = (name: string) => javaPattern(`.*${name}:(\\S*).*`)
const quotable = (name: string) => javaPattern(`.*${name}:(".*?"|\\S*).*`)

/** `splitStatements` also finds `rollbackSplitStatements`, and of several the last on the line counts, as in Liquibase. */
const patterns = {
  splitStatements: word('splitStatements'),
  stripComments: word('stripComments'),
  endDelimiter: run('endDelimiter'),
  rollbackSplitStatements: word('rollbackSplitStatements'),
  rollbackEndDelimiter: run('rollbackEndDelimiter'),
  runOnChange: word('runOnChange'),
  runAlways: word('runAlways'),
  runInTransaction: word('runInTransaction'),
  failOnError: word('failOnError'),
  context: quotable('context'),
  contextFilter: quotable('contextFilter'),
  labels: quotable('labels'),
  logicalFilePath: run('logicalFilePath'),
  dbms: javaPattern('.*dbms:([^,][\\w!,]+).*'),
  ignore: javaPattern('.*ignore:(\\w*).*'),
  runWith: javaPattern('.*runWith:([\\w{}$]+).*'),
  onFail: word('onFail'),
  onError: word('onError'),
  onSqlOutput: word('onSqlOutput'),
  onUpdateSql: word('onUpdateSQL'),
  name: javaPattern('.*name:\\s*(\\S+).*'),
  value: javaPattern('.*value:\\s*(\\S+).*'),
  global: javaPattern('.*global:(\\S+).*'),
  changesetId: javaPattern('.*changesetId:(\\S+).*'),
  changesetAuthor: javaPattern('.*changesetAuthor:(\\S+).*'),
  changesetPath: javaPattern('.*changesetPath:(\\S+).*'),
  table: word('table'),
  view: word('view'),
  schema: word('schema'),
} as const

export type AttributeName = keyof typeof patterns

/** An attribute as written on the line, or `null`. */
export function attribute(line: string, name: AttributeName): string | null {
  // Nearly every line lacks nearly every attribute, and a search for ":" costs less than the pattern.
  return line.includes(':') ? groupIn(patterns[name], line) : null
}

/** An attribute as Java's `Boolean.parseBoolean` takes it, or the default where it is not written. */
export function flag(line: string, name: AttributeName, otherwise: boolean): boolean {
  const value = attribute(line, name)
  return value === null ? otherwise : value.toLowerCase() === 'true'
}

/** `contextFilter`, or where that is missing or empty `context`. */
export function contextOf(line: string): string | null {
  const filter = attribute(line, 'contextFilter')
  const context = filter === null || filter === '' ? attribute(line, 'context') : filter
  return context === null ? null : unquote(context)
}

/** Text without the quotes around it, single or double. */
export function unquote(text: string): string {
  const first = text[0]
  if (text.length > 1 && (first === '"' || first === "'") && text.endsWith(first)) return text.slice(1, -1)
  return text
}
