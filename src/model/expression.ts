/**
 * Context and label expressions, evaluated as Liquibase's ExpressionMatcher does: `and`, `or`, `!`, `not`, commas as
 * `or`, parentheses, `@` for "required". Where no items are given every expression without `@` holds.
 */
export function matchesExpression(expression: string, items: readonly string[]): boolean {
  const text = expression.trim()
  if (text === ':TRUE') return true
  if (text === ':FALSE') return false
  const flat = resolveParentheses(text, items).replace(/\s*,\s*/g, ' or ')
  const alternatives = flat.split(/\s+or\s+/)
  if (alternatives.length > 1) return alternatives.some((part) => matchesExpression(part, items))
  const demands = flat.split(/\s+and\s+/)
  if (demands.length > 1) return demands.every((part) => matchesExpression(part, items))
  return matchesTerm(flat.trim(), items)
}

/** An expression may be a comma-separated list; one matching member is enough, and an empty one always matches. */
export function matchesAnyOf(list: string | null, items: readonly string[]): boolean {
  const members = (list ?? '')
    .split(',')
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '')
  return members.length === 0 || members.some((member) => matchesExpression(member, items))
}

const INNERMOST = /\([^()]+\)/

function resolveParentheses(expression: string, items: readonly string[]): string {
  let text = expression
  for (;;) {
    const nested = INNERMOST.exec(text)
    if (nested === null) return text
    const value = matchesExpression(nested[0].slice(1, -1), items)
    text = `${text.slice(0, nested.index)} :${String(value).toUpperCase()} ${text.slice(nested.index + nested[0].length)}`
  }
}

const NEGATION = /^(?:!|not\s)\s*/i
const REQUIRED_NEGATION = /^@\s*(?:!|not )/

function matchesTerm(expression: string, items: readonly string[]): boolean {
  let term = expression
  let negated = false
  let required = false
  if (NEGATION.test(term)) {
    negated = true
    term = term.replace(NEGATION, '').trim()
  } else if (REQUIRED_NEGATION.test(term)) {
    // Liquibase takes the "@" away together with the "!".
    negated = true
    term = term.replace(REQUIRED_NEGATION, '').trim()
  }
  if (term.startsWith('@')) {
    required = true
    term = term.slice(1).trim()
  }
  if (!required && items.length === 0) return true
  if (term === ':TRUE') return !negated
  if (term === ':FALSE') return negated
  const lower = term.toLowerCase()
  for (const item of items) if (item.toLowerCase() === lower) return !negated
  return negated
}

/** The one database this product packages for, by Liquibase's short name. */
const SHORT_NAME = 'postgresql'

/**
 * Whether a list of database names takes in PostgreSQL (DatabaseList.definitionMatches): empty means every one; `all`
 * and `none` decide at once; `!name` excludes.
 */
export function admitsPostgres(definition: readonly string[]): boolean {
  if (definition.length === 0) return true
  if (definition.includes('all')) return true
  if (definition.includes('none')) return false
  if (definition.includes(`!${SHORT_NAME}`)) return false
  const named = definition.filter((name) => !name.startsWith('!'))
  return named.length === 0 || named.includes(SHORT_NAME)
}
