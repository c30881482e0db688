import type { Problem } from '../../src/http/contract/problem.ts'

/** A failure in words for a person: `message` says what, `hint` what to do next. */
export class ApiError extends Error {
  readonly hint: string
  /** Each with its place: file:line:column. */
  readonly complaints: readonly string[]
  /** Null where the server said nothing of its own. */
  readonly code: Problem['code'] | null

  constructor(given: { message: string; hint: string; complaints?: readonly string[]; code?: Problem['code'] }) {
    super(given.message)
    this.name = 'ApiError'
    this.hint = given.hint
    this.complaints = given.complaints ?? []
    this.code = given.code ?? null
  }

  static of({ detail, hint, code, complaints }: Problem): ApiError {
    return new ApiError({ message: detail, hint, code, complaints: complaints.map(formatComplaint) })
  }
}

export function formatComplaint({ message, place }: Pick<Problem['complaints'][number], 'message' | 'place'>): string {
  return place === null ? message : `${place.file}:${place.line}:${place.column}: ${message}`
}
