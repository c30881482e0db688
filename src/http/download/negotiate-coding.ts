import type { Coding } from '../../task/package-body.ts'

/** `identity` sends the bytes as they are. */
export type Chosen = Coding | 'identity'

/** `q` as RFC 9110 (12.4.2) writes it; what is written in another way asks for nothing. */
const ITEM = /^([!#$%&'*+.^_`|~\w-]+)(?:\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i

/**
 * Which of our codings, best first, an `Accept-Encoding` asks for most (RFC 9110, 12.5.3); `identity` where it names none,
 * and null where it forbids all that there is.
 */
export function negotiateCoding(header: string | undefined, codings: readonly Coding[]): Chosen | null {
  if (header === undefined) return 'identity'
  const weights = readWeights(header)
  const rest = weights.get('*')
  const offered = codings.map((coding) => [coding, weights.get(coding) ?? rest ?? 0] as const)
  const best = Math.max(0, ...offered.map(([, weight]) => weight))
  const identity = weights.get('identity')
  // Asked for by name it competes; else it is what is left where nothing else is wanted.
  if (best > 0 && best >= (identity ?? 0)) return offered.find(([, weight]) => weight === best)?.[0] ?? 'identity'
  return (identity ?? rest ?? 1) > 0 ? 'identity' : null
}

function readWeights(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const item of header.split(',')) {
    const [, name, weight] = ITEM.exec(item.trim()) ?? []
    if (name === undefined) continue
    const coding = name.toLowerCase()
    weights.set(coding === 'x-gzip' ? 'gzip' : coding, weight === undefined ? 1 : Number(weight))
  }
  return weights
}
