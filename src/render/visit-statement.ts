import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { JavaPatternError } from '../kit/java-pattern/java-pattern-error.ts'
import { replaceLikeJava } from '../kit/java-pattern/replace-like-java.ts'
import type { SqlVisitor } from '../model/sql-visitor.ts'

/** A statement longer than this is not held for a visitor that must see all of it. */
const MAX_LENGTH = 64 << 20

/** Whether the visitor has to see the whole statement; the others add to its ends. */
export function needsWholeStatement(visitor: SqlVisitor): boolean {
  return visitor.kind !== 'append' && visitor.kind !== 'prepend'
}

/**
 * The text of one statement after the visitors of its changeset, in their order, each of which sees what those before it
 * made. What cannot be done as Liquibase does it is complained of. Rule: AbstractExecutor.applyVisitors.
 */
export function* visitStatement(
  text: Iterable<string>,
  visitors: readonly SqlVisitor[],
  complain: (item: Complaint) => void,
): Generator<string> {
  const strict = visitors.find(needsWholeStatement)
  if (strict !== undefined) {
    const whole = join(text)
    if (whole === null) complain(refuse(strict, 'the statement is longer than 64 MB'))
    else yield visitWhole(whole, visitors, complain)
    return
  }
  const values = (kind: SqlVisitor['kind']) => visitors.flatMap((one) => (one.kind === kind ? [printed(one)] : []))
  yield* values('prepend').reverse()
  yield* text
  yield* values('append')
}

function visitWhole(text: string, visitors: readonly SqlVisitor[], complain: (item: Complaint) => void): string {
  let visited = text
  for (const visitor of visitors) {
    try {
      visited = visit(visited, visitor)
    } catch (error) {
      if (!(error instanceof JavaPatternError)) throw error
      complain(refuse(visitor, error.message))
    }
  }
  return visited
}

function visit(text: string, visitor: SqlVisitor): string {
  switch (visitor.kind) {
    case 'append':
      return `${text}${visitor.value}`
    case 'appendSqlIfNotPresent':
      return text.endsWith(printed(visitor)) ? text : `${text}${visitor.value}`
    case 'prepend':
      return `${visitor.value}${text}`
    case 'replace':
      return text.replaceAll(required(visitor.replace, 'replace'), () => required(visitor.with, 'with'))
    case 'regExpReplace':
      return replaceLikeJava(text, required(visitor.replace, 'replace'), required(visitor.with, 'with'))
    default:
      return visitor satisfies never
  }
}

/** A value that is not written reaches the SQL as Java prints it. */
function printed(visitor: SqlVisitor): string {
  return String('value' in visitor ? visitor.value : null)
}

function required(text: string | null, name: string): string {
  if (text === null) throw new JavaPatternError(`it has no ${name}`)
  return text
}

function join(text: Iterable<string>): string | null {
  const pieces: string[] = []
  let length = 0
  for (const piece of text) {
    length += piece.length
    if (length <= MAX_LENGTH) pieces.push(piece)
  }
  return length > MAX_LENGTH ? null : pieces.join('')
}

function refuse(visitor: SqlVisitor, reason: string): Complaint {
  return complaint('CHANGELOG_INVALID', { detail: `${visitor.kind} cannot be applied: ${reason}` }, visitor.place)
}
