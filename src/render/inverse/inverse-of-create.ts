import type { NodeOf } from '../../sql/load-grammar.ts'
import { identifier } from '../../sql/sql.ts'
import { certain, type How, type Inverse, type Inverses, uncertain, unlessReplaced, unlessThere } from './inverse.ts'
import { besideRelation, dotted, partsOf, relationText, typeText } from './name-text.ts'

/** CREATE is undone by DROP, without CASCADE: what has come to depend on a thing keeps it. */
export const inversesOfCreate: Inverses = {
  CreateStmt: ({ relation, if_not_exists }) => dropRelation('TABLE', relation, if_not_exists),
  CreateForeignTableStmt: ({ base }) => dropRelation('FOREIGN TABLE', base?.relation, base?.if_not_exists),
  CreateTableAsStmt: ({ into, objtype, if_not_exists }) =>
    dropRelation(objtype === 'OBJECT_MATVIEW' ? 'MATERIALIZED VIEW' : 'TABLE', into?.rel, if_not_exists),
  SelectStmt: ({ intoClause }) =>
    intoClause === undefined
      ? uncertain('nobody can say what a SELECT has done')
      : dropRelation('TABLE', intoClause.rel, false),
  ViewStmt: ({ view, replace }, how) =>
    isTemporary(view) ? certain() : unlessReplaced(replace, 'VIEW', `DROP VIEW ${relationText(view)}`, how),
  CreateSeqStmt: ({ sequence, if_not_exists }) => dropRelation('SEQUENCE', sequence, if_not_exists),
  IndexStmt: dropIndex,
  CompositeTypeStmt: ({ typevar }) => certain(`DROP TYPE ${relationText(typevar)}`),
  CreateEnumStmt: ({ typeName }) => certain(`DROP TYPE ${dotted(partsOf(typeName))}`),
  CreateRangeStmt: ({ typeName }) => certain(`DROP TYPE ${dotted(partsOf(typeName))}`),
  CreateDomainStmt: ({ domainname }) => certain(`DROP DOMAIN ${dotted(partsOf(domainname))}`),
  CreateSchemaStmt: dropSchema,
  CreateExtensionStmt: dropExtension,
  CreateFunctionStmt: dropRoutine,
  CreateTrigStmt: ({ trigname = '', relation, replace }, how) =>
    unlessReplaced(replace, 'TRIGGER', `DROP TRIGGER ${identifier(trigname)} ON ${relationText(relation)}`, how),
  CreateEventTrigStmt: ({ trigname = '' }) => certain(`DROP EVENT TRIGGER ${identifier(trigname)}`),
  CreatePolicyStmt: ({ policy_name = '', table }) =>
    certain(`DROP POLICY ${identifier(policy_name)} ON ${relationText(table)}`),
  RuleStmt: ({ rulename = '', relation, replace }, how) =>
    unlessReplaced(replace, 'RULE', `DROP RULE ${identifier(rulename)} ON ${relationText(relation)}`, how),
  CreateStatsStmt: ({ defnames, if_not_exists }) =>
    defnames === undefined
      ? uncertain('PostgreSQL chose the name of the statistics')
      : unlessThere(if_not_exists, 'CREATE STATISTICS', `DROP STATISTICS ${dotted(partsOf(defnames))}`),
  CreatePublicationStmt: ({ pubname = '' }) => certain(`DROP PUBLICATION ${identifier(pubname)}`),
  CreateForeignServerStmt: ({ servername = '', if_not_exists }) =>
    unlessThere(if_not_exists, 'CREATE SERVER', `DROP SERVER ${identifier(servername)}`),
}

type Relation = NodeOf<'RangeVar'> | undefined

/** What the session made for itself is gone with the session. */
function isTemporary(relation: Relation): boolean {
  return relation?.relpersistence === 't' || relation?.schemaname === 'pg_temp'
}

function dropRelation(kind: string, relation: Relation, ifNotExists: boolean | undefined): Inverse {
  if (isTemporary(relation)) return certain()
  return unlessThere(ifNotExists, `CREATE ${kind}`, `DROP ${kind} ${relationText(relation)}`)
}

function dropIndex({ idxname, relation, concurrent, if_not_exists }: NodeOf<'IndexStmt'>): Inverse {
  if (idxname === undefined) return uncertain('PostgreSQL chose the name of the index')
  const kind = concurrent === true ? 'INDEX CONCURRENTLY' : 'INDEX'
  // An index lies in the schema of its table.
  return unlessThere(if_not_exists, `CREATE ${kind}`, `DROP ${kind} ${besideRelation(relation, idxname)}`)
}

function dropSchema({ schemaname, schemaElts, if_not_exists }: NodeOf<'CreateSchemaStmt'>): Inverse {
  if (schemaname === undefined) return uncertain('CREATE SCHEMA AUTHORIZATION takes its name from a role')
  if (schemaElts !== undefined) return uncertain('CREATE SCHEMA makes other objects as well')
  return unlessThere(if_not_exists, 'CREATE SCHEMA', `DROP SCHEMA ${identifier(schemaname)}`)
}

function dropExtension({ extname = '', options, if_not_exists }: NodeOf<'CreateExtensionStmt'>): Inverse {
  const cascades = options?.some((node) => 'DefElem' in node && node.DefElem.defname === 'cascade') ?? false
  if (cascades) return uncertain('CREATE EXTENSION CASCADE may have made other extensions')
  return unlessThere(if_not_exists, 'CREATE EXTENSION', `DROP EXTENSION ${identifier(extname)}`)
}

function dropRoutine(statement: NodeOf<'CreateFunctionStmt'>, how: How): Inverse {
  const { is_procedure, funcname, parameters, replace } = statement
  const kind = is_procedure === true ? 'PROCEDURE' : 'FUNCTION'
  const types: string[] = []
  for (const node of parameters ?? []) {
    if (!('FunctionParameter' in node)) continue
    const { mode, argType } = node.FunctionParameter
    const out = mode === 'FUNC_PARAM_OUT'
    // What a function gives back is no part of its name; what a procedure does is.
    if (mode === 'FUNC_PARAM_TABLE' || (out && kind === 'FUNCTION')) continue
    const type = typeText(argType)
    if (type === null) return uncertain(`the ${kind.toLowerCase()} takes the type of an argument from a column`)
    types.push(out ? `OUT ${type}` : mode === 'FUNC_PARAM_VARIADIC' ? `VARIADIC ${type}` : type)
  }
  return unlessReplaced(replace, kind, `DROP ${kind} ${dotted(partsOf(funcname))}(${types.join(', ')})`, how)
}
