import type { Format, Item } from '../../support/changelog-document.ts'
import type { ChangeCase } from '../change-types/change-case.ts'
import { type Finding, judge } from '../change-types/judge.ts'

const MOST_TRIES = 60

/** The smallest changeset that still shows a difference: piece after piece is taken away, as long as one is left. */
export async function shrink(
  one: ChangeCase,
  format: Format,
): Promise<{ one: ChangeCase; findings: readonly Finding[] }> {
  let smallest = { one, findings: await judge([one], format) }
  let tries = 0
  for (let shrunk = true; shrunk; ) {
    shrunk = false
    for (const candidate of smallerOnes(smallest.one)) {
      if (++tries > MOST_TRIES) return smallest
      const findings = await judge([candidate], format)
      if (findings.length === 0) continue
      smallest = { one: candidate, findings }
      shrunk = true
      break
    }
  }
  return smallest
}

/** Boldest first. */
function* smallerOnes(one: ChangeCase): Generator<ChangeCase> {
  if (one.changes.length > 1) {
    for (const changes of withoutOne(one.changes)) yield { ...one, changes }
  }
  for (const further of withoutOne(one.further)) yield { ...one, further }
  for (const [n, change] of one.changes.entries()) {
    for (const smaller of smallerItems(change)) yield { ...one, changes: one.changes.with(n, smaller) }
  }
  for (const attributes of withoutKey(one.attributes)) yield { ...one, attributes }
}

function* smallerItems(piece: Item): Generator<Item> {
  for (const children of withoutOne(piece.children)) yield { ...piece, children }
  for (const attributes of withoutKey(piece.attributes)) yield { ...piece, attributes }
  for (const [n, child] of piece.children.entries()) {
    for (const smaller of smallerItems(child)) yield { ...piece, children: piece.children.with(n, smaller) }
  }
}

function withoutOne<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.map((_, n) => items.filter((_, at) => at !== n))
}

function withoutKey<T>(record: Readonly<Record<string, T>>): readonly Readonly<Record<string, T>>[] {
  return Object.keys(record).map((key) => Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)))
}
