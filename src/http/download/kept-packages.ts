import type { StagedFacts } from '../../model/staged-package.ts'
import type { StagedAnyPackage } from '../../task/stage-any-package.ts'
import type { HeldPackage, Weight } from './held-package.ts'

export interface ShelfLimits {
  readonly memoryBytes: number
  readonly diskBytes: number
  /** How many are remembered, if only by their facts. */
  readonly packages: number
}

/** The state that a package was made of. */
export interface KeptSource {
  readonly history: string
  readonly looked: StagedAnyPackage['looked']
}

export interface Kept {
  readonly facts: StagedFacts
  readonly source: KeptSource
  /** Null where there was no room for it: built again, of the same time, it has the same bytes. */
  readonly held: HeldPackage | null
}

/** Of a SHA-256 in an ETag, behind its quote. */
const DIGEST_LENGTH = 64

/** Packages by question, bounded by bytes and number; what was asked for longest ago goes first. */
export class KeptPackages {
  readonly #limits: ShelfLimits
  readonly #kept = new Map<string, Kept>()
  /** By question and digest: what was handed out and is not kept. */
  readonly #handedOut = new Map<string, StagedFacts>()

  constructor(limits: ShelfLimits) {
    this.#limits = limits
  }

  find(key: string): Kept | null {
    const found = this.#kept.get(key)
    if (found === undefined) return null
    this.#kept.delete(key)
    this.#kept.set(key, found)
    return found
  }

  /** The package that one of these ETags was given to. */
  findHandedOut(key: string, etags: readonly string[]): StagedFacts | null {
    for (const etag of etags) {
      const found = this.#handedOut.get(`${key} ${etag.slice(1, 1 + DIGEST_LENGTH)}`)
      if (found !== undefined) return found
    }
    return null
  }

  /** `source` is null for what may not be handed out again. */
  keep(key: string, source: KeptSource | null, held: HeldPackage): void {
    this.forget(key)
    const { facts } = held
    if (source === null) this.#handedOut.set(`${key} ${facts.sha256}`, facts)
    else if (held.retain()) this.#kept.set(key, { facts, source, held })
    this.trim()
  }

  forget(key: string): void {
    const found = this.#kept.get(key)
    this.#kept.delete(key)
    void found?.held?.release()
  }

  /** Lets go of the oldest until the rest is within its bounds; packages grow by their codings. */
  trim(): void {
    while (this.#kept.size > this.#limits.packages) this.forget(oldest(this.#kept))
    while (this.#handedOut.size > this.#limits.packages) this.#handedOut.delete(oldest(this.#handedOut))
    let weight = this.#weight()
    for (const [key, { held, ...rest }] of this.#kept) {
      if (weight.memory <= this.#limits.memoryBytes && weight.disk <= this.#limits.diskBytes) return
      if (held === null) continue
      weight = less(weight, held.weight)
      this.#kept.set(key, { ...rest, held: null })
      void held.release()
    }
  }

  totals(): { readonly packages: number; readonly memoryBytes: number; readonly diskBytes: number } {
    const { memory, disk } = this.#weight()
    const packages = [...this.#kept.values()].filter(({ held }) => held !== null).length
    return { packages, memoryBytes: memory, diskBytes: disk }
  }

  #weight(): Weight {
    let memory = 0
    let disk = 0
    for (const { held } of this.#kept.values()) {
      memory += held?.weight.memory ?? 0
      disk += held?.weight.disk ?? 0
    }
    return { memory, disk }
  }
}

function oldest(map: ReadonlyMap<string, unknown>): string {
  const [key = ''] = map.keys()
  return key
}

function less(one: Weight, other: Weight): Weight {
  return { memory: one.memory - other.memory, disk: one.disk - other.disk }
}
