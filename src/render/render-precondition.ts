import type { PreconditionCode } from '../model/fragment.ts'
import { formatPlace } from '../model/place.ts'
import type { OnFail, Precondition, PreconditionContainer } from '../model/precondition.ts'
import type { Sql } from '../model/sql.ts'
import { literal, trusted } from '../sql/sql.ts'
import { checkCondition } from './precondition/check-condition.ts'
import { decide } from './precondition/condition-code.ts'
import { describeCondition } from './precondition/describe-condition.ts'
import type { PreconditionTarget } from './precondition/precondition-target.ts'

export type { PreconditionTarget }

const DECLARATIONS = trusted(`  dvm_holds boolean;
  dvm_row record;
  dvm_rows integer;
  dvm_count bigint;
  dvm_home text;
  dvm_condition text;
  dvm_trouble text;
`)

/**
 * Code for one `preConditions` element. It runs in a block of its own that always rolls back, as Liquibase does after
 * checking; an error in a condition is `onError`, a condition that does not hold `onFail`.
 */
export function renderPreconditions(container: PreconditionContainer, target: PreconditionTarget): PreconditionCode {
  const code = `    dvm_condition := 'condition not met';
    BEGIN
      dvm_home := pg_catalog.current_schema();
${sequence(container.conditions, { target, inverted: false }, true)}      RAISE EXCEPTION USING ERRCODE = 'DVM00';
    EXCEPTION
      WHEN SQLSTATE 'DVM00' THEN
        dvm_trouble := dvm_condition;
      WHEN OTHERS THEN
        dvm_holds := NULL;
        dvm_trouble := pg_catalog.concat(dvm_condition, ': ', SQLERRM);
    END;
    IF dvm_holds IS FALSE THEN
${consequence(container.onFail, 'failed', literal(container.onFailMessage), target)}    ELSIF dvm_holds IS NULL THEN
${consequence(container.onError, 'could not be checked', literal(container.onErrorMessage), target)}    END IF;
`
  return { declarations: DECLARATIONS, code: trusted(code) }
}

/** A group of conditions on its way into code: `inverted` where it stands under a `not`, which messages say. */
interface Scope {
  readonly target: PreconditionTarget
  readonly inverted: boolean
}

/** Sets `dvm_holds`. Conditions are checked in order and no further than needed, as Liquibase does. */
function check(condition: Precondition, scope: Scope): string {
  switch (condition.kind) {
    case 'and':
      return sequence(condition.conditions, scope, true)
    case 'or':
      return condition.conditions.length === 0 ? decide('false') : sequence(condition.conditions, scope, false)
    case 'not':
      return negated(condition.conditions, { ...scope, inverted: !scope.inverted })
    case 'preConditions':
      return nested(condition.container, scope)
    default: {
      const said = `${scope.inverted ? 'not ' : ''}${describeCondition(condition)} (${formatPlace(condition.place)})`
      return `      dvm_condition := ${literal(said)};\n${checkCondition(condition, scope.target)}`
    }
  }
}

/** `and` goes on while conditions hold, `or` while they do not; each looks at what the one before it came to. */
function sequence(conditions: readonly Precondition[], scope: Scope, goOnWhile: boolean): string {
  const test = goOnWhile ? 'dvm_holds' : 'NOT dvm_holds'
  const [first = decide('true'), ...rest] = conditions.map((condition) => check(condition, scope))
  return first + rest.map((code) => `      IF ${test} THEN\n${code}      END IF;\n`).join('')
}

/** Liquibase's `not`: every nested condition must fail. */
function negated(conditions: readonly Precondition[], scope: Scope): string {
  const codes = conditions.map((condition) => `${check(condition, scope)}${decide('NOT dvm_holds')}`)
  const [first = decide('true'), ...rest] = codes
  return first + rest.map((code) => `      IF dvm_holds THEN\n${code}      END IF;\n`).join('')
}

/** Of a container among conditions only WARN and the messages count. */
function nested(container: PreconditionContainer, scope: Scope): string {
  const warn = (what: string): string =>
    `RAISE WARNING 'precondition of % ${what} (%): it runs all the same', ${literal(scope.target.subject)}, dvm_condition`
  const code = sequence(container.conditions, scope, true)
  const { onFail, onError, onFailMessage } = container
  const guarded =
    onError === 'WARN'
      ? `      BEGIN\n${code}      EXCEPTION WHEN OTHERS THEN\n        ${warn('could not be checked')};\n        dvm_holds := true;\n      END;\n`
      : code
  const said = onFailMessage === null ? '' : `        dvm_condition := ${literal(onFailMessage)};\n`
  const failed = onFail === 'WARN' ? `${said}        ${warn('failed')};\n        dvm_holds := true;\n` : said
  return failed === '' ? guarded : `${guarded}      IF NOT dvm_holds THEN\n${failed}      END IF;\n`
}

function consequence(action: OnFail, what: string, message: Sql, target: PreconditionTarget): string {
  const subject = literal(target.subject)
  const said = `coalesce(${message}, dvm_trouble)`
  if (action === 'WARN')
    return `      RAISE WARNING 'precondition of % ${what} (%): it runs all the same', ${subject}, ${said};\n`
  const forgiven = target.level === 'changeset' && target.failOnError === false
  if (target.level === 'changelog' || (action === 'HALT' && !forgiven)) {
    return `      RAISE EXCEPTION 'precondition of % ${what}: %', ${subject}, ${said} USING ERRCODE = '55000';\n`
  }
  const outcome = action === 'MARK_RAN' ? 'MARK_RAN' : 'SKIPPED'
  const words = action === 'MARK_RAN' ? 'marked as ran without running' : 'left for the next run'
  return `      dvm_exectype := '${outcome}';\n      RAISE NOTICE '%: ${words}, its precondition ${what} (%)', ${subject}, ${said};\n`
}
