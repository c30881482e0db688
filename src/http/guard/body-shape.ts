import type { RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'

const DEEPEST = 16
const MOST_VALUES = 2_000

/** Refuses JSON that is deeper or has more values than any operation could mean, before it is looked at. REQUEST_UNREADABLE. */
export function bodyShape(): RequestHandler {
  return ({ body }, _response, next) => {
    // By a list, not by recursion: a hostile body must not decide how deep the stack gets.
    const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 1 }]
    for (let seen = 0; ; seen += 1) {
      const item = waiting.pop()
      if (item === undefined) return next()
      const { value, depth } = item
      if (typeof value !== 'object' || value === null) continue
      const members = Object.values(value)
      if (depth > DEEPEST || seen + waiting.length + members.length > MOST_VALUES) {
        const detail = `JSON is taken up to ${DEEPEST} levels deep and with up to ${MOST_VALUES} values`
        return next(fail('REQUEST_UNREADABLE', { detail }))
      }
      for (const member of members) waiting.push({ value: member, depth: depth + 1 })
    }
  }
}
