import type { DumpKind } from './dump-manifest.ts'

/** What a package of a live database made: how many objects of each kind, by its own count. */
export interface MadeObjects {
  readonly kind: DumpKind
  /** E.g. `{ table: 3, index: 4 }`. */
  readonly objects: Readonly<Record<string, number>>
}

const COMPLETE = /(?:^|\s)package [0-9a-f]+ is complete: ([^\n]*)/

/** The count in what such a package says at its end; null where that is something else. */
export function readMadeObjects(kind: DumpKind, said: string): MadeObjects | null {
  const list = COMPLETE.exec(said)?.[1]
  if (list === undefined) return null
  const counts = [...list.matchAll(/([a-z][a-z -]*) (\d+)(?:, |$)/g)]
  return { kind, objects: Object.fromEntries(counts.map(([, name = '', count]) => [name, Number(count)])) }
}

/** The same in words. */
export function formatMadeObjects({ kind, objects }: MadeObjects): string {
  const counts = Object.entries(objects).map(([name, count]) => `${name} ${count}`)
  if (counts.length === 0) return 'made nothing: its source holds no objects'
  return `made what its source holds${kind === 'full' ? ', rows included' : ''}: ${counts.join(', ')}`
}
