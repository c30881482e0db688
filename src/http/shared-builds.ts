import type { StagedPackage } from '../task/stage-package.ts'

interface Build {
  readonly staged: Promise<StagedPackage>
  users: number
}

/** Lends a staged package; it is removed when the last borrower is done, whatever happened. */
export type WithStaged = <T>(
  key: string,
  stage: () => Promise<StagedPackage>,
  use: (staged: StagedPackage) => Promise<T>,
) => Promise<T>

/**
 * One build at a time per key: a request that comes while an equal one is being built waits for that build and shares
 * its file. A finished build is not joined any more, because the history may have changed since.
 */
export function createSharedBuilds(): WithStaged {
  const running = new Map<string, Build>()

  function start(key: string, stage: () => Promise<StagedPackage>): Build {
    const build: Build = { staged: stage().finally(() => running.delete(key)), users: 0 }
    running.set(key, build)
    return build
  }

  return async (key, stage, use) => {
    const build = running.get(key) ?? start(key, stage)
    build.users += 1
    let staged: StagedPackage | null = null
    try {
      staged = await build.staged
      return await use(staged)
    } finally {
      build.users -= 1
      if (build.users === 0) await staged?.remove()
    }
  }
}
