import type { StatementEffect } from '../model/fragment.ts'
import type { Sql } from '../model/sql.ts'
import { literal, trusted } from '../sql/sql.ts'
import { fillTemplate, type Template } from '../template/template.ts'

/** What the next block makes sure of: that a statement outside any transaction had its effect; nothing where it has none. */
export function verifyCode(effect: StatementEffect | null, template: Template): string {
  if (effect === null) return ''
  return `${fillTemplate(template, effectCondition(effect))}\n`
}

function effectCondition(effect: StatementEffect): { condition: Sql; what: string } {
  switch (effect.kind) {
    case 'index-valid': {
      const { index, table } = effect
      const condition = trusted(
        `EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = pg_catalog.to_regclass(${literal(table)}) AND c.relname = ${literal(index)} AND i.indisvalid)`,
      )
      return { condition, what: 'the index is missing or invalid' }
    }
    case 'relation-gone':
      return {
        condition: trusted(`pg_catalog.to_regclass(${literal(effect.name)}) IS NULL`),
        what: 'the index is still there',
      }
    case 'relation-exists':
      return {
        condition: trusted(`pg_catalog.to_regclass(${literal(effect.name)}) IS NOT NULL`),
        what: 'there is no such table',
      }
    default:
      return effect satisfies never
  }
}
