import type { AnyManifest, StagedFacts } from '../../model/staged-package.ts'
import { encodeBody, type PackageBody } from '../../task/package-body.ts'
import type { Chosen } from './negotiate-coding.ts'

/** What a package takes. */
export interface Weight {
  readonly memory: number
  readonly disk: number
}

/**
 * A built package and its codings, each made once, when it is first asked for. It is gone when everybody who retained it has
 * released it; whoever makes it has retained it.
 */
export class HeldPackage {
  readonly facts: StagedFacts
  readonly manifest: AnyManifest
  readonly #bodies = new Map<Chosen, Promise<PackageBody>>()
  readonly #whole: PackageBody
  readonly #stateDir: string
  #weight: Weight = { memory: 0, disk: 0 }
  #users = 1

  constructor(facts: StagedFacts, manifest: AnyManifest, body: PackageBody, stateDir: string) {
    this.facts = facts
    this.manifest = manifest
    this.#whole = body
    this.#stateDir = stateDir
    this.#bodies.set('identity', Promise.resolve(body))
    this.#add(body)
  }

  get weight(): Weight {
    return this.#weight
  }

  /** FILE_WRITE_FAILED where a coding cannot be made; the next one who asks may have more luck. */
  body(coding: Chosen): Promise<PackageBody> {
    const known = this.#bodies.get(coding)
    if (known !== undefined || coding === 'identity') return known ?? Promise.resolve(this.#whole)
    const made = encodeBody(this.#whole, coding, this.#stateDir).then((body) => {
      if (this.#users > 0) this.#add(body)
      return body
    })
    this.#bodies.set(coding, made)
    made.catch(() => this.#bodies.delete(coding))
    return made
  }

  /** False where it is gone already. */
  retain(): boolean {
    if (this.#users === 0) return false
    this.#users += 1
    return true
  }

  async release(): Promise<void> {
    this.#users -= 1
    if (this.#users > 0) return
    const bodies = await Promise.allSettled(this.#bodies.values())
    await Promise.all(bodies.map((body) => (body.status === 'fulfilled' ? body.value.release() : undefined)))
  }

  #add({ buffer, bytes }: PackageBody): void {
    const { memory, disk } = this.#weight
    this.#weight = buffer === null ? { memory, disk: disk + bytes } : { memory: memory + bytes, disk }
  }
}
