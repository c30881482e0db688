import { type Context, createContext, Script } from 'node:vm'
import { JavaPatternError } from './java-pattern-error.ts'
import { type TranslatedPattern, translatePattern } from './translate-pattern.ts'

/** Longer than this a pattern takes that tries the same again and again; nobody waits for it. */
const PATIENCE = 5_000

const replacing = new Script('text.replace(pattern, replacer)')
/** Made when it is first needed: it costs about a millisecond. */
let context: Context | undefined
const translations = new Map<string, TranslatedPattern>()

/**
 * Java's `String.replaceAll`. Fails with JavaPatternError where pattern or replacement are none, where there is no equal to
 * them, and where the search does not end. A replacement is looked at when something is replaced, as Java does it.
 */
export function replaceLikeJava(text: string, pattern: string, replacement: string): string {
  const translated = translations.get(pattern) ?? translatePattern(pattern)
  translations.set(pattern, translated)
  if (translated.asciiOnly && /[^\u0000-\u007f]/.test(text)) {
    throw new JavaPatternError('\\b beside text beyond ASCII means different things in different versions of Java')
  }
  let parts: readonly (string | number)[] | null = null
  const replacer = (...found: readonly (string | undefined)[]): string => {
    parts ??= parseReplacement(replacement, translated)
    return parts.map((part) => (typeof part === 'string' ? part : (found[part] ?? ''))).join('')
  }
  try {
    context ??= createContext({})
    Object.assign(context, { text, pattern: translated.regExp, replacer })
    return String(replacing.runInContext(context, { timeout: PATIENCE }))
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new JavaPatternError(`it searches for longer than ${PATIENCE / 1000} seconds`)
  }
}

/** Texts and numbers of groups. Rule: Matcher.appendExpandedReplacement. */
function parseReplacement(text: string, pattern: TranslatedPattern): (string | number)[] {
  const parts: (string | number)[] = []
  let at = 0
  while (at < text.length) {
    const letter = text.charAt(at++)
    if (letter === '\\') {
      if (at === text.length) throw new JavaPatternError('the replacement ends in a backslash')
      parts.push(text.charAt(at++))
    } else if (letter === '$') {
      const { group, end } = readReference(text, at, pattern)
      if (pattern.forgotten.has(group)) {
        throw new JavaPatternError(
          `$${group} is a group inside something that repeats, where Java and JavaScript differ`,
        )
      }
      parts.push(group)
      at = end
    } else parts.push(letter)
  }
  return parts
}

function readReference(text: string, at: number, pattern: TranslatedPattern): { group: number; end: number } {
  const name = /^\{([a-zA-Z][a-zA-Z0-9]*)\}/.exec(text.slice(at))
  if (name !== null) {
    const group = pattern.names.get(name[1] ?? '')
    if (group === undefined) throw new JavaPatternError(`the replacement names a group ${name[1]}, which there is not`)
    return { group, end: at + name[0].length }
  }
  if (!/^[0-9]$/.test(text.charAt(at))) throw new JavaPatternError('the replacement has a $ without a group; write \\$')
  let group = Number(text.charAt(at))
  if (group > pattern.groups) throw new JavaPatternError(`the replacement names group ${group}, which there is not`)
  let end = at + 1
  while (/^[0-9]$/.test(text.charAt(end)) && group * 10 + Number(text.charAt(end)) <= pattern.groups) {
    group = group * 10 + Number(text.charAt(end++))
  }
  return { group, end }
}
