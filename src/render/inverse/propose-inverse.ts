import type { Grammar, Node } from '../../sql/load-grammar.ts'
import { certain, type How, type Inverse, type Inverses, uncertain } from './inverse.ts'
import { inversesOfAlter } from './inverse-of-alter.ts'
import { inversesOfCreate } from './inverse-of-create.ts'

/** A statement longer than this is not parsed: it is data, which has no inverse, and parsing takes seconds. */
const MAX_LENGTH = 1 << 18

/** Statements that leave nothing to be undone. */
const inversesOfCare: Inverses = {
  VacuumStmt: () => certain(),
  ReindexStmt: () => certain(),
  CheckPointStmt: () => certain(),
}

const GONE = 'what it takes away is gone'
const reasons: { readonly [kind: string]: string } = {
  DropStmt: `DROP cannot be undone: ${GONE}`,
  TruncateStmt: `TRUNCATE cannot be undone: ${GONE}`,
  DeleteStmt: `DELETE cannot be undone: ${GONE}`,
  UpdateStmt: 'UPDATE cannot be undone: the values before are not known',
  InsertStmt: 'nobody can say which rows were there before INSERT',
  MergeStmt: 'nobody can say which rows were there before MERGE',
  CopyStmt: 'nobody can say which rows were there before COPY',
  DoStmt: 'nobody can say what a DO block has done',
  CallStmt: 'nobody can say what CALL has done',
  GrantStmt: 'nobody can say which privileges were there before',
  GrantRoleStmt: 'nobody can say which roles were granted before',
  CommentStmt: 'the comment before is not known',
  VariableSetStmt: 'a setting of the session reaches further than its changeset',
  CreateRoleStmt: 'a role belongs to the whole server',
}

/**
 * The statements that certainly undo a text of SQL, the last statement's first; or why there are none. Only what the
 * grammar says beyond doubt: where a statement may have found its object, replaced it or changed what was there before,
 * nothing is invented.
 */
export function proposeInverse(text: string, grammar: Grammar, how: How = { replaced: false }): Inverse {
  if (text.length > MAX_LENGTH) return uncertain('it is too long to be looked into')
  const parsed = grammar.parse(text)
  if ('fault' in parsed) return uncertain(`the grammar of PostgreSQL does not read it: ${parsed.fault}`)
  const statements: string[] = []
  for (const node of [...parsed].reverse()) {
    const inverse = inverseOfNode(node, how)
    if (!inverse.certain) return inverse
    statements.push(...inverse.statements)
  }
  return certain(...statements)
}

const inverses: Inverses = { ...inversesOfCreate, ...inversesOfAlter, ...inversesOfCare }

function inverseOfNode(node: Node, how: How): Inverse {
  const [entry] = Object.entries(node)
  const [kind = '', statement] = entry ?? []
  // The table pairs each kind with its statement; the compiler cannot follow that through a look-up by name.
  const invert = (inverses as Readonly<Record<string, ((statement: unknown, how: How) => Inverse) | undefined>>)[kind]
  return invert?.(statement, how) ?? uncertain(reasons[kind] ?? `${spelled(kind)} has no certain inverse`)
}

/** `AlterRoleStmt` as people know it: `ALTER ROLE`. */
function spelled(kind: string): string {
  return kind
    .replace(/Stmt$/, '')
    .replace(/(?<!^)([A-Z])/g, ' $1')
    .toUpperCase()
}
