import type { Sql } from '../model/sql.ts'

/** Declares text written by this product's authors, or scanned by this folder, to be SQL. Never call it with input. */
export function trusted(text: string): Sql {
  return text as Sql
}

/** A quoted identifier. Always quoted: what a reserved word is differs between servers. */
export function identifier(name: string): Sql {
  if (name.includes('\0')) throw new RangeError('an identifier cannot contain NUL')
  return trusted(`"${name.replaceAll('"', '""')}"`)
}

/** `"schema"."name"`, or only the name where no schema is given. */
export function qualifiedName(schema: string | null, name: string): Sql {
  return schema === null ? identifier(name) : trusted(`${identifier(schema)}.${identifier(name)}`)
}

/**
 * A string literal that reads the same whatever `standard_conforming_strings` says: text with a backslash becomes an
 * escape string. `null` becomes NULL.
 */
export function literal(value: string | number | boolean | null): Sql {
  if (value === null) return trusted('NULL')
  if (typeof value !== 'string') return trusted(String(value))
  if (value.includes('\0')) throw new RangeError('a literal cannot contain NUL')
  const quoted = value.replaceAll("'", "''")
  return trusted(quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`)
}

/** Text for a `--` comment: one line, no control characters, so that nothing in it can end the comment. */
export function commentText(text: string): string {
  return text.replace(NOT_IN_A_COMMENT, ' ')
}

const NOT_IN_A_COMMENT = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g

/**
 * Text inside dollar quotes whose tag does not occur in it. The closing tag must be the first match in
 * `text + tag`: text that ends in a beginning of the tag would otherwise close early.
 */
export function dollarQuoted(text: string, word: string): Sql {
  for (let n = 0; ; n++) {
    const tag = `$${word}${n === 0 ? '' : n}$`
    if (closesAtEnd(text, tag)) return trusted(`${tag}${text}${tag}`)
  }
}

function closesAtEnd(text: string, tag: string): boolean {
  if (text.includes(tag)) return false
  const tail = text.slice(-tag.length) + tag
  return tail.indexOf(tag) === tail.length - tag.length
}
