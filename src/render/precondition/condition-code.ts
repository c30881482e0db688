import { literal } from '../../sql/sql.ts'

/** PL/pgSQL that says whether the condition holds. */
export function decide(expression: string): string {
  return `      dvm_holds := ${expression};\n`
}

/** PL/pgSQL for a condition that cannot be checked. */
export function fault(reason: string): string {
  return `      RAISE EXCEPTION USING MESSAGE = ${literal(reason)};\n`
}
