import type { Precondition } from '../../model/precondition.ts'
import { nativeSql } from '../../sql/driver-sql.ts'
import { scanStatements } from '../../sql/scan-statements.ts'
import { dollarQuoted, literal } from '../../sql/sql.ts'
import { fault } from './condition-code.ts'

type SqlCheck = Extract<Precondition, { kind: 'sqlCheck' }>

/**
 * The one column of the one row, in the form the server sends it (boolean `t`), must equal the expected text. NULL fails;
 * any other number of rows or columns is an error, and so is more than one statement. Rule: Liquibase, SqlPrecondition and
 * SingleColumnRowMapper.
 */
export function sqlCheck({ sql, expectedResult }: SqlCheck): string {
  if (!isOneStatement(sql)) return fault('the check is more than one statement')
  let wrong: string | null = null
  const sent = nativeSql(sql.replace(/;\s*$/, ''), (detail) => {
    wrong = detail
  })
  if (wrong !== null) return fault(wrong)
  return `      EXECUTE ${dollarQuoted(sent, 'q')} INTO dvm_row;
      GET DIAGNOSTICS dvm_rows = ROW_COUNT;
      IF dvm_rows <> 1 THEN
        RAISE EXCEPTION 'the check gave % rows instead of one', dvm_rows;
      END IF;
      dvm_rows := pg_catalog.count(*) FROM pg_catalog.json_each(pg_catalog.row_to_json(dvm_row));
      IF dvm_rows <> 1 THEN
        RAISE EXCEPTION 'the check gave % columns instead of one', dvm_rows;
      END IF;
      dvm_holds := coalesce(${ONLY_COLUMN} = ${literal(expectedResult)}, false);
`
}

/** Out of a row's text: NULL is nothing, what has to be quoted there is, with quotes and backslashes doubled. */
const ONLY_COLUMN = `(SELECT CASE WHEN f.v LIKE '"%' THEN pg_catalog.replace(pg_catalog.replace(pg_catalog.substr(f.v, 2, pg_catalog.length(f.v) - 2), '""', '"'), E'\\\\\\\\', E'\\\\') WHEN f.v = '' THEN NULL ELSE f.v END FROM (SELECT pg_catalog.substr(dvm_row::text, 2, pg_catalog.length(dvm_row::text) - 2)) AS f (v))`

/** To the driver a comment on the far side of a semicolon is a statement of its own. */
function isOneStatement(sql: string): boolean {
  const [first, second] = scanStatements([sql])
  if (first === undefined) return true
  const [before = '', ...behind] = sql.split(first.text)
  return second === undefined && /^[\s;]*$/.test(before) && /^[\s;]*$/.test(behind.join(first.text))
}
