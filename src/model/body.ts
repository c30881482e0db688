/**
 * SQL text as it stands in a source, possibly too large to hold. A `held` body carries its text. A `ranges` body names
 * the byte ranges of a file that make it up, in order, so that a 200 MB migration is read in pieces when it is needed.
 * Both are already free of changelog directives; property expressions are not expanded in `ranges`.
 */
export type Body = HeldBody | RangesBody

export interface HeldBody {
  readonly kind: 'held'
  readonly text: string
}

export interface RangesBody {
  readonly kind: 'ranges'
  /** Path the storage opens. */
  readonly file: string
  /** Byte offsets `[start, end)`. Each range begins and ends on a character boundary. */
  readonly ranges: readonly (readonly [start: number, end: number])[]
  /** Whether `${` occurs, so that expansion can be skipped where there is nothing to expand. */
  readonly expressions: boolean
  /** What the expressions are expanded with; no need of it where `expressions` is false. */
  readonly properties?: readonly (readonly [name: string, value: string])[]
  /** By which rules, where they are not the usual ones. */
  readonly expansion?: { readonly escaping?: boolean; readonly emptyMissing?: boolean }
}

export function heldBody(text: string): HeldBody {
  return { kind: 'held', text }
}
