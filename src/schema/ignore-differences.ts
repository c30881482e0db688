import { fail } from '../errors/dvm-error.ts'
import { matchesGlob } from '../kit/matches-glob.ts'
import type { IgnoredDifferences } from '../model/comparison.ts'
import { SCHEMA_KINDS, type SchemaDifference, type SchemaKind } from '../model/schema.ts'

export interface KeptDifferences {
  readonly kept: readonly SchemaDifference[]
  readonly ignored: IgnoredDifferences
}

interface Pattern {
  readonly text: string
  readonly matches: (kind: string, name: string) => boolean
}

/**
 * Leaves out what a pattern names: the object itself, or all that is a part of it. `kind:name`, or a name alone for every
 * kind; `*` stands for any text and `?` for one character. SETTING_INVALID for a kind that there is not.
 */
export function ignoreDifferences(
  differences: readonly SchemaDifference[],
  patterns: readonly string[],
): KeptDifferences {
  const read = patterns.map(readPattern)
  const used = new Set<Pattern>()
  const kept = differences.filter((difference) => {
    const found = read.filter((pattern) => names(pattern, difference))
    for (const pattern of found) used.add(pattern)
    return found.length === 0
  })
  const unused = read.filter((pattern) => !used.has(pattern)).map(({ text }) => text)
  return { kept, ignored: { count: differences.length - kept.length, unused } }
}

/** The patterns by which something is left out: an object by itself, or a row's table or column. */
export function patternsFor(kind: SchemaKind, name: string, patterns: readonly string[]): readonly string[] {
  return patterns.map(readPattern).flatMap(({ text, matches }) => (matches(kind, name) ? [text] : []))
}

function names({ matches }: Pattern, { kind, name, of }: SchemaDifference): boolean {
  return matches(kind, name) || (of !== null && matches(of.kind, of.name))
}

function readPattern(text: string): Pattern {
  const at = text.search(/:(?!:)/)
  const [kind, name] = at === -1 ? ['*', text] : [text.slice(0, at), text.slice(at + 1)]
  const known: readonly string[] = SCHEMA_KINDS
  if (name === '' || !known.some((one) => matchesGlob(kind, one))) {
    const detail = `"${text}" names no kind of object; the kinds are ${SCHEMA_KINDS.join(', ')}`
    throw fail('SETTING_INVALID', { setting: '--ignore', from: 'the command line or its file', detail })
  }
  return { text, matches: (one, other) => matchesGlob(kind, one) && matchesGlob(name, other) }
}
