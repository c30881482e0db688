import { AsyncLocalStorage } from 'node:async_hooks'

type Facts = Readonly<Record<string, unknown>>

const scope = new AsyncLocalStorage<Facts>()

/** Every line that is logged while `use` runs, and in what it starts, carries the facts: of which request it tells. */
export function withLogFacts<T>(facts: Facts, use: () => T): T {
  return scope.run(facts, use)
}

/** A copy: the logger writes into it. */
export function currentLogFacts(): Record<string, unknown> {
  return { ...scope.getStore() }
}
