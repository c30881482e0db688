import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { HeldPackage } from '../../../src/http/download/held-package.ts'
import { createPackageShelf, type Question } from '../../../src/http/download/package-shelf.ts'
import { systemClock } from '../../../src/kit/clock.ts'
import { silentLog } from '../../../src/kit/log.ts'
import { statePath } from '../../../src/storage/path-states.ts'
import type { Context } from '../../../src/task/context.ts'
import { IN_MEMORY_UP_TO } from '../../../src/task/package-body.ts'
import { stageText, testSettings } from '../test-app.ts'

let folder: string
let source: string
let built: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-shelf-'))
  source = join(folder, 'source.sql')
  writeFileSync(source, 'one')
  built = 0
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  // A file that was written a moment ago keeps its package from being kept.
  await sleep(40)
})

interface Wishes {
  readonly key?: string
  readonly text?: () => string
  readonly takes?: number
  readonly cheap?: boolean
  readonly etags?: readonly string[]
  readonly gone?: AbortController
  readonly onEnd?: (reason: unknown) => void
}

/** A package of one file, whose text says the time it was built at. */
function question({ key = 'a', text, takes = 0, cheap = true, etags = [], gone, onEnd }: Wishes = {}): Question {
  const context = { settings: testSettings(folder), clock: systemClock, log: silentLog } as Context
  return {
    key,
    histories: cheap ? [] : null,
    stateDir: folder,
    etags,
    signal: (gone ?? new AbortController()).signal,
    now: () => new Date(),
    stage: async (generatedAt, ended) => {
      built += 1
      const looked = new Map([[source, statePath(source)]])
      const at = generatedAt ?? new Date(2026, 0, built).toISOString()
      ended.addEventListener('abort', () => onEnd?.(ended.reason))
      if (takes > 0) await sleep(takes)
      ended.throwIfAborted()
      const settings = { ...context.settings, generatedAt: at }
      return { ...(await stageText({ ...context, settings }, text?.() ?? `made ${at}`)), looked }
    },
  }
}

const staged = (): readonly string[] => readdirSync(join(folder, 'staging'))
const textOf = async (held: HeldPackage): Promise<string> =>
  Buffer.concat(await (await held.body('identity')).open().toArray()).toString()
const shelfOf = (limits = {}) => createPackageShelf(limits)

describe('a package shelf', () => {
  it('keeps a package for as long as its files stand', async () => {
    const shelf = shelfOf()
    const one = await shelf.withPackage(question(), textOf)
    expect(await shelf.withPackage(question(), textOf)).toBe(one)
    expect(shelf.stats()).toMatchObject({ hits: 1, misses: 1, packages: 1, memoryBytes: one.length })
    writeFileSync(source, 'two')
    expect(await shelf.withPackage(question(), textOf)).not.toBe(one)
    expect(built).toBe(2)
  })

  it('does not keep what was made while a file was written, or just after', async () => {
    const shelf = shelfOf()
    writeFileSync(source, 'two')
    await shelf.withPackage(question(), textOf)
    expect(shelf.stats().packages).toBe(0)
    await sleep(40)
    const writing = () => {
      writeFileSync(source, 'three')
      return 'half'
    }
    await shelf.withPackage(question({ text: writing }), textOf)
    expect(shelf.stats().packages).toBe(0)
    await sleep(40)
    await shelf.withPackage(question(), textOf)
    expect(shelf.stats().packages).toBe(1)
  })

  it('builds once for all who ask at once', async () => {
    const shelf = shelfOf()
    const texts = await Promise.all(
      Array.from({ length: 20 }, () => shelf.withPackage(question({ takes: 20 }), textOf)),
    )
    expect(new Set(texts).size).toBe(1)
    expect(built).toBe(1)
  })

  it('gives nobody what was built from a state before he asked', async () => {
    const shelf = shelfOf()
    const early = shelf.withPackage(question({ takes: 60 }), textOf)
    await sleep(20)
    writeFileSync(source, 'two')
    const late = [1, 2, 3].map(() => shelf.withPackage(question(), textOf))
    const texts = await Promise.all([early, ...late])
    expect(texts[1]).not.toBe(texts[0])
    expect(new Set(texts.slice(1)).size).toBe(1)
    expect(built).toBe(2)
  })

  it('goes on building for those who stay, and ends the build with the last one who goes', async () => {
    const shelf = shelfOf()
    const ended: unknown[] = []
    const [one, other] = [new AbortController(), new AbortController()]
    const wishes = { takes: 80, onEnd: (reason: unknown) => ended.push(reason) }
    const asked = [one, other].map((gone) => shelf.withPackage(question({ ...wishes, gone }), textOf))
    const refused = asked.map((promise) => expect(promise).rejects.toThrow('gone'))
    await sleep(20)
    one.abort(new Error('gone'))
    await refused[0]
    expect(ended).toEqual([])
    other.abort(new Error('gone'))
    await refused[1]
    expect(ended).toHaveLength(1)
    // Who comes now does not get the build that was ended.
    expect(await shelf.withPackage(question(), textOf)).toContain('made')
    expect(built).toBe(2)
  })

  it('is bounded by bytes: what was asked for longest ago goes, and comes again with the same bytes', async () => {
    const shelf = shelfOf({ memoryBytes: 80 })
    const [a, b] = [
      await shelf.withPackage(question(), textOf),
      await shelf.withPackage(question({ key: 'b' }), textOf),
    ]
    await shelf.withPackage(question(), textOf)
    await shelf.withPackage(question({ key: 'c' }), textOf)
    expect(shelf.stats().memoryBytes).toBeLessThanOrEqual(80)
    expect(built).toBe(3)
    expect(await shelf.withPackage(question(), textOf)).toBe(a)
    expect(built).toBe(3)
    expect(await shelf.withPackage(question({ key: 'b' }), textOf)).toBe(b)
    expect(built).toBe(4)
  })

  it('counts what codings take', async () => {
    const shelf = shelfOf({ memoryBytes: 1_000 })
    const text = 'abcdefghij'.repeat(99)
    await shelf.withPackage(question({ text: () => text }), async (held) => {
      const before = held.weight.memory
      const body = await held.body('gzip')
      expect(held.weight.memory).toBe(before + body.bytes)
    })
    expect(shelf.stats().memoryBytes).toBe(0)
  })

  it('keeps a large package in its file, which goes when there is no room for it', async () => {
    const shelf = shelfOf({ diskBytes: IN_MEMORY_UP_TO + 500 })
    const large = 'x'.repeat(IN_MEMORY_UP_TO + 1)
    const opened = await shelf.withPackage(question({ text: () => large }), textOf)
    expect(opened.length).toBe(large.length)
    expect(shelf.stats()).toMatchObject({ memoryBytes: 0, diskBytes: large.length })
    expect(staged()).toHaveLength(1)
    await shelf.withPackage(question({ key: 'b', text: () => large }), async (held) => {
      await expect.poll(staged).toHaveLength(1)
      expect((await held.body('gzip')).buffer).toBeNull()
      expect(staged()).toHaveLength(2)
    })
    // With its coding it is too large to stay.
    expect(shelf.stats()).toMatchObject({ packages: 0, diskBytes: 0 })
    await expect.poll(staged).toHaveLength(0)
  })

  it('tells a failed build to all who wait, and builds again for the next', async () => {
    const shelf = shelfOf()
    const failing = () => {
      throw new Error('no')
    }
    const asked = [1, 2].map(() => shelf.withPackage(question({ text: failing, takes: 10 }), textOf))
    await Promise.all(asked.map((promise) => expect(promise).rejects.toThrow('no')))
    expect(await shelf.withPackage(question(), textOf)).toContain('made')
  })
})

describe('a package that has no cheap state', () => {
  it('is built for every request, and shared by those that come meanwhile', async () => {
    const shelf = shelfOf()
    const asked = [1, 2, 3].map(() => shelf.withPackage(question({ cheap: false, takes: 20 }), textOf))
    expect(new Set(await Promise.all(asked)).size).toBe(1)
    await shelf.withPackage(question({ cheap: false }), textOf)
    expect(built).toBe(2)
    expect(shelf.stats().packages).toBe(0)
  })

  it('is built of the time of the package that the client has: equal bytes prove that nothing else changed', async () => {
    const shelf = shelfOf()
    const ask = (wishes: Wishes) =>
      shelf.withPackage(question({ cheap: false, ...wishes }), async ({ facts }) => `"${facts.sha256}"`)
    const first = await ask({})
    expect(await ask({ etags: [first] })).toBe(first)
    expect(await ask({ etags: ['"other"'] })).not.toBe(first)
    const changed = await ask({ etags: [first], text: () => 'changed' })
    expect(changed).not.toBe(first)
  })
})
