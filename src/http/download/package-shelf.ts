import { inBatches } from '../../kit/in-batches.ts'
import { untilAborted } from '../../kit/until-aborted.ts'
import type { Context } from '../../task/context.ts'
import { takeBody } from '../../task/package-body.ts'
import { filesStand, isSettled, readHistoryState } from '../../task/read-source-state.ts'
import type { StagedAnyPackage } from '../../task/stage-any-package.ts'
import { createSharedBuilds, type SharedBuild } from '../shared-builds.ts'
import { HeldPackage } from './held-package.ts'
import { KeptPackages, type KeptSource, type ShelfLimits } from './kept-packages.ts'

/** What a request asks for. */
export interface Question {
  /** The same for the same target and choices. */
  readonly key: string
  /** The databases whose history it depends on; null where it depends on more than that and on files. */
  readonly histories: readonly Context[] | null
  /** Where further codings of a large package are staged. */
  readonly stateDir: string
  /** ETags the client has of it. */
  readonly etags: readonly string[]
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
  readonly now: () => Date
  /** `generatedAt` pins the time that stands in the package. */
  stage(generatedAt: string | null, signal: AbortSignal): Promise<StagedAnyPackage>
}

export interface ShelfStats {
  /** Answered by a package that was kept, or that was being built for somebody else. */
  readonly hits: number
  /** Built. */
  readonly misses: number
  readonly packages: number
  readonly memoryBytes: number
  readonly diskBytes: number
}

export interface PackageShelf {
  /** Lends the package that the question has by now. Fails as building it does, or with the signal's reason. */
  withPackage<T>(question: Question, use: (held: HeldPackage) => Promise<T>): Promise<T>
  stats(): ShelfStats
}

interface Check {
  readonly history: string | null
  readonly fresh: HeldPackage | null
  /** Time of a package that stood on the same state and is not kept any more. */
  readonly generatedAt: string | null
}

const DEFAULTS: ShelfLimits = { memoryBytes: 64 << 20, diskBytes: 1 << 30, packages: 500 }

/**
 * Keeps packages for as long as nothing they were made of has changed, which is looked up for every request; requests that
 * come together share the look and the build, and none gets a state from before it came.
 */
export function createPackageShelf(limits: Partial<ShelfLimits> = {}): PackageShelf {
  const kept = new KeptPackages({ ...DEFAULTS, ...limits })
  const builds = createSharedBuilds()
  const check = inBatches<Check>()
  let time = 0
  let hits = 0
  let misses = 0

  async function look({ key, histories }: Question): Promise<Check> {
    const known = kept.find(key)
    const [history, stands] = await Promise.all([
      readHistoryState(histories ?? []),
      known === null ? false : filesStand(known.source.looked),
    ])
    if (known === null || !stands || history !== known.source.history) {
      if (known !== null) kept.forget(key)
      return { history, fresh: null, generatedAt: null }
    }
    return { history, fresh: known.held, generatedAt: known.facts.generatedAt }
  }

  function start(question: Question, key: string, history: string | null, generatedAt: string | null): SharedBuild {
    misses += 1
    time += 1
    const build = async (signal: AbortSignal): Promise<HeldPackage> => {
      const began = question.now()
      const staged = await question.stage(generatedAt, signal)
      const body = await takeBody(staged)
      const held = new HeldPackage(staged.facts, staged.manifest, body, question.stateDir)
      const source = await sourceOf(question, history, staged, began)
      kept.keep(question.key, source, held)
      return held
    }
    return builds.start(key, { began: time, build })
  }

  /** The first answer that is not older than the request. */
  async function find(question: Question): Promise<HeldPackage> {
    time += 1
    const arrived = time
    for (;;) {
      const { history, fresh, generatedAt } = await check(question.key, () => look(question))
      if (fresh?.retain()) {
        hits += 1
        return fresh
      }
      const running = builds.find(question.key)
      if (running === null) return start(question, question.key, history, generatedAt).join(question.signal)
      if (running.began > arrived) {
        hits += 1
        return running.join(question.signal)
      }
      await untilAborted(running.over, question.signal)
    }
  }

  /** Built for each request, and shared by those that come meanwhile; of the time of the package that the client has. */
  async function build(question: Question): Promise<HeldPackage> {
    const pinned = kept.findHandedOut(question.key, question.etags)
    if (pinned !== null) {
      const key = `${question.key} ${pinned.generatedAt}`
      const running = builds.find(key) ?? start(question, key, null, pinned.generatedAt)
      const held = await running.join(question.signal)
      if (held.facts.sha256 === pinned.sha256) return held
      await held.release()
    }
    const running = builds.find(question.key) ?? start(question, question.key, null, null)
    return running.join(question.signal)
  }

  return {
    async withPackage(question, use) {
      const held = await (question.histories === null ? build(question) : find(question))
      try {
        const { weight } = held
        const used = await use(held)
        // It grew by a coding.
        if (held.weight !== weight) kept.trim()
        return used
      } finally {
        await held.release()
      }
    },
    stats: () => ({ hits, misses, ...kept.totals() }),
  }
}

/** What the package stands for; null where that changed while it was built, or may have. */
async function sourceOf(
  { histories }: Question,
  history: string | null,
  { looked }: StagedAnyPackage,
  began: Date,
): Promise<KeptSource | null> {
  if (histories === null || history === null || !isSettled(looked, began)) return null
  const [after, stands] = await Promise.all([readHistoryState(histories), filesStand(looked)])
  return after === history && stands ? { history, looked } : null
}
