import { childOf, childrenOf } from '../../document/document-node.ts'
import { trim } from '../../kit/trim.ts'
import type { SqlContext } from '../change-type.ts'
import { type Column, readColumn } from '../column.ts'
import { bareLiteral } from '../data-type/bare-literal.ts'
import { CannotRender } from '../data-type/cannot-render.ts'
import { rowValueOf } from '../data-type/column-value.ts'
import { javaText } from '../data-type/sql-value.ts'
import { objectName } from '../object-name.ts'
import { type Field, text } from '../shape.ts'

/** The condition: for XML an element and no attribute. */
export function where(): Field<string> {
  return { ...text(), names: (own) => ({ attributes: [], children: [own] }) }
}

/** The `param` children of `whereParams`. They are never hashed. */
export function whereParams(): Field<readonly Column[]> {
  return {
    required: false,
    names: (own) => ({ attributes: [], children: [own] }),
    read(node, own, source) {
      const list = childOf(node, own)
      return list === null ? [] : childrenOf(list, 'param').map((param) => readColumn(param, source))
    },
    dump: () => null,
  }
}

/**
 * A condition with its parameters put in: each `:name` gets the next name, each `:value` and each `?`, wherever it stands,
 * the next value; what is left over stays. CannotRender where a parameter has no value. Rule:
 * SqlUtil.replacePredicatePlaceholders.
 */
export function whereClause(written: string | null, params: readonly Column[] | null, context: SqlContext): string {
  if (written === null) return ''
  const names = (params ?? []).flatMap(({ name }) => (name === null ? [] : [name])).values()
  const values = (params ?? []).values()
  const condition = trim(written).replace(/:name|\?|:value/g, (found) => {
    if (found === ':name') {
      const name = names.next()
      return name.done === true ? found : objectName(name.value, context.quotingStrategy)
    }
    const param = values.next()
    return param.done === true ? found : paramLiteral(param.value, context)
  })
  return ` WHERE ${condition}`
}

/** What validation says of a condition that is missing. */
export function refuseParamsAlone(
  {
    where: written,
    whereParams: params,
  }: { readonly where: string | null; readonly whereParams: readonly Column[] | null },
  complain: (detail: string) => void,
): void {
  if (written === null && (params ?? []).length > 0) complain('there are whereParams and no where')
}

function paramLiteral(param: Column, context: SqlContext): string {
  const value = rowValueOf(param)
  if (value === null || javaText(value).toLowerCase() === 'null') {
    throw new CannotRender('a parameter of <whereParams> has no value: write "is null" in the condition')
  }
  return bareLiteral(value, context)
}
