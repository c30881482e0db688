import { splitList } from '../kit/trim.ts'
import { normalizePath } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { PreconditionCode } from '../model/fragment.ts'
import type { OnFail, Precondition, PreconditionContainer } from '../model/precondition.ts'
import type { Sql } from '../model/sql.ts'
import { normalizedPath } from '../sql/normalized-path.ts'
import { dollarQuoted, literal, trusted } from '../sql/sql.ts'

export interface PreconditionTarget {
  /** What the message calls it, e.g. `changeset a::1::me`. */
  readonly subject: string
  readonly historyTable: Sql
  /** Changelog-level conditions cannot skip one changeset: everything but WARN refuses the target. */
  readonly level: 'changelog' | 'changeset'
}

const DECLARATIONS = trusted(`  dvm_holds boolean;
  dvm_row record;
  dvm_rows integer;
  dvm_trouble text;
`)

/**
 * Code for one `preConditions` element. It runs in a block of its own that always rolls back, as Liquibase does after
 * checking; an error in a condition is `onError`, a condition that does not hold `onFail`.
 */
export function renderPreconditions(container: PreconditionContainer, target: PreconditionTarget): PreconditionCode {
  const code = `    BEGIN
${check({ kind: 'and', place: container.place, conditions: container.conditions }, target)}      RAISE EXCEPTION USING ERRCODE = 'DVM00';
    EXCEPTION
      WHEN SQLSTATE 'DVM00' THEN
        dvm_trouble := NULL;
      WHEN OTHERS THEN
        dvm_holds := NULL;
        dvm_trouble := SQLERRM;
    END;
    IF dvm_holds IS FALSE THEN
${consequence(container.onFail, 'failed', literal(container.onFailMessage), target)}    ELSIF dvm_holds IS NULL THEN
${consequence(container.onError, 'could not be checked', literal(container.onErrorMessage), target)}    END IF;
`
  return { declarations: DECLARATIONS, code: trusted(code) }
}

/** Sets `dvm_holds`. Conditions are checked in order and no further than needed, as Liquibase does. */
function check(condition: Precondition, target: PreconditionTarget): string {
  switch (condition.kind) {
    case 'and':
      return sequence(condition.conditions, target, true)
    case 'or':
      return condition.conditions.length === 0 ? assign('false') : sequence(condition.conditions, target, false)
    case 'not':
      return negated(condition.conditions, target)
    case 'sqlCheck':
      return sqlCheck(condition.sql, condition.expectedResult)
    case 'tableExists':
      return assign(relationExists(condition.tableName, condition.schemaName, `'r', 'p', 'f'`))
    case 'viewExists':
      return assign(relationExists(condition.viewName, condition.schemaName, `'v'`))
    case 'dbms':
      return assign(String(admitsPostgres(splitList(condition.type.toLowerCase()))))
    case 'runningAs':
      return assign(`pg_catalog.lower(session_user::text) = ${literal(condition.username.toLowerCase())}`)
    case 'changeSetExecuted':
      return assign(changesetExecuted(condition, target))
    case 'changeLogPropertyDefined':
      return assign(String(condition.holds))
    default:
      return condition satisfies never
  }
}

function assign(expression: string): string {
  return `      dvm_holds := ${expression};\n`
}

/** `and` goes on while conditions hold, `or` while they do not. */
function sequence(conditions: readonly Precondition[], target: PreconditionTarget, goOnWhile: boolean): string {
  const [first, ...rest] = conditions
  if (first === undefined) return assign('true')
  if (rest.length === 0) return check(first, target)
  const test = goOnWhile ? 'dvm_holds' : 'NOT dvm_holds'
  return `${check(first, target)}      IF ${test} THEN\n${sequence(rest, target, goOnWhile)}      END IF;\n`
}

/** Liquibase's `not`: every nested condition must fail. */
function negated(conditions: readonly Precondition[], target: PreconditionTarget): string {
  const [first, ...rest] = conditions
  if (first === undefined) return assign('true')
  const one = `${check(first, target)}${assign('NOT dvm_holds')}`
  return rest.length === 0 ? one : `${one}      IF dvm_holds THEN\n${negated(rest, target)}      END IF;\n`
}

/**
 * The one column of the one row, in the form the server sends it (boolean `t`), must equal the expected text. NULL fails;
 * any other number of rows or columns is an error. Rule: Liquibase, SqlPrecondition and SingleColumnRowMapper.
 */
function sqlCheck(sql: string, expected: string): string {
  const query = sql.replace(/;$/, '')
  return `      EXECUTE ${dollarQuoted(query, 'q')} INTO dvm_row;
      GET DIAGNOSTICS dvm_rows = ROW_COUNT;
      IF dvm_rows <> 1 THEN
        RAISE EXCEPTION 'the check gave % rows instead of one', dvm_rows;
      END IF;
      dvm_rows := pg_catalog.count(*) FROM pg_catalog.json_each(pg_catalog.row_to_json(dvm_row));
      IF dvm_rows <> 1 THEN
        RAISE EXCEPTION 'the check gave % columns instead of one', dvm_rows;
      END IF;
      dvm_holds := coalesce(${ONLY_COLUMN} = ${literal(expected)}, false);
`
}

/** Out of a row's text: NULL is nothing, what has to be quoted there is, with quotes and backslashes doubled. */
const ONLY_COLUMN = `(SELECT CASE WHEN f.v LIKE '"%' THEN pg_catalog.replace(pg_catalog.replace(pg_catalog.substr(f.v, 2, pg_catalog.length(f.v) - 2), '""', '"'), E'\\\\\\\\', E'\\\\') WHEN f.v = '' THEN NULL ELSE f.v END FROM (SELECT pg_catalog.substr(dvm_row::text, 2, pg_catalog.length(dvm_row::text) - 2)) AS f (v))`

/** The name of a schema counts in lower case, that of a relation in any (PostgresDatabase.correctObjectName). */
function relationExists(name: string, schema: string | null, kinds: string): string {
  const namespace = schema === null ? 'pg_catalog.current_schema()' : `pg_catalog.lower(${literal(schema)})`
  return `EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = ${namespace} AND pg_catalog.lower(c.relname) = pg_catalog.lower(${literal(name)}) AND c.relkind IN (${kinds}))`
}

/** Case counts in none of the three (RanChangeSet.isSameAs). */
function changesetExecuted(
  condition: { readonly id: string; readonly author: string; readonly path: string },
  target: PreconditionTarget,
): string {
  const same = (column: string, text: string): string =>
    `pg_catalog.lower(${column}) = pg_catalog.lower(${literal(text)})`
  const path = same(normalizedPath(trusted('h.filename')), normalizePath(condition.path))
  return `EXISTS (SELECT FROM ${target.historyTable} AS h WHERE ${same('h.id', condition.id)} AND ${same('h.author', condition.author)} AND ${path} AND h.exectype NOT IN ('FAILED', 'SKIPPED'))`
}

function consequence(action: OnFail, what: string, message: Sql, target: PreconditionTarget): string {
  const subject = literal(target.subject)
  const said = `coalesce(${message}, dvm_trouble, 'condition not met')`
  if (action === 'WARN')
    return `      RAISE WARNING 'precondition of % ${what} (%): it runs all the same', ${subject}, ${said};\n`
  if (action === 'HALT' || target.level === 'changelog') {
    return `      RAISE EXCEPTION 'precondition of % ${what}: %', ${subject}, ${said} USING ERRCODE = '55000';\n`
  }
  const outcome = action === 'MARK_RAN' ? 'MARK_RAN' : 'SKIPPED'
  const words = action === 'MARK_RAN' ? 'marked as ran without running' : 'left for the next run'
  return `      dvm_exectype := '${outcome}';\n      RAISE NOTICE '%: ${words}, its precondition ${what} (%)', ${subject}, ${said};\n`
}
