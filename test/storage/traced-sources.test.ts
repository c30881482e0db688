import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { newestChange, stillStand } from '../../src/storage/path-states.ts'
import { openTracedSources } from '../../src/storage/traced-sources.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dvm-traced-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'changes', 'empty'), { recursive: true })
  writeFileSync(join(root, 'changes', 'a.sql'), 'one')
  writeFileSync(join(root, 'target.sql'), 'one')
  symlinkSync('target.sql', join(root, 'link.sql'))
})

/** Looks as a build does, then lets `change` happen; whether that is seen. */
async function seen(look: (traced: ReturnType<typeof openTracedSources>) => void, change: () => void) {
  const traced = openTracedSources([root, join(root, 'later')], 'refuse')
  look(traced)
  expect(await stillStand(traced.looked())).toBe(true)
  change()
  return !(await stillStand(traced.looked()))
}

describe('openTracedSources', () => {
  const find =
    (path: string) =>
    ({ sources }: ReturnType<typeof openTracedSources>): void =>
      void sources.find(path)
  const list = ({ sources }: ReturnType<typeof openTracedSources>): void => void sources.list('changes')

  it('sees that a file was written, also with the same length', async () => {
    const change = () => writeFileSync(join(root, 'changes', 'a.sql'), 'two')
    expect(await seen(find('changes/a.sql'), change)).toBe(true)
  })

  it('sees that a file was written whose time was put back', async () => {
    const file = join(root, 'changes', 'a.sql')
    const back = new Date(2026, 0, 1)
    utimesSync(file, back, back)
    const change = () => {
      writeFileSync(file, 'two')
      utimesSync(file, back, back)
    }
    expect(await seen(find('changes/a.sql'), change)).toBe(true)
  })

  it('sees that another file took its place', async () => {
    writeFileSync(join(root, 'new.sql'), 'one')
    expect(
      await seen(find('changes/a.sql'), () => renameSync(join(root, 'new.sql'), join(root, 'changes', 'a.sql'))),
    ).toBe(true)
  })

  it('sees that what was looked for in vain is there', async () => {
    expect(await seen(find('gone.sql'), () => writeFileSync(join(root, 'gone.sql'), ''))).toBe(true)
  })

  it('sees what a link leads to change, and the link lead elsewhere', async () => {
    expect(await seen(find('link.sql'), () => writeFileSync(join(root, 'target.sql'), 'two'))).toBe(true)
    const elsewhere = () => {
      rmSync(join(root, 'link.sql'))
      symlinkSync('changes/a.sql', join(root, 'link.sql'))
    }
    expect(await seen(find('link.sql'), elsewhere)).toBe(true)
  })

  it('sees that a file came into a folder that was listed, however deep, or left it', async () => {
    expect(await seen(list, () => writeFileSync(join(root, 'changes', 'empty', 'b.sql'), ''))).toBe(true)
    expect(await seen(list, () => rmSync(join(root, 'changes', 'a.sql')))).toBe(true)
  })

  it('sees that a second root came to have the path', async () => {
    const change = () => {
      mkdirSync(join(root, 'later', 'changes'), { recursive: true })
      writeFileSync(join(root, 'later', 'changes', 'a.sql'), '')
    }
    expect(await seen(find('changes/a.sql'), change)).toBe(true)
  })

  it('does not mind what nobody looked at', async () => {
    expect(await seen(find('changes/a.sql'), () => writeFileSync(join(root, 'other.sql'), ''))).toBe(false)
  })

  it('does not mind what we do in a folder of our own', async () => {
    const traced = openTracedSources([root], 'refuse', join(root, 'changes', 'empty'))
    list(traced)
    writeFileSync(join(root, 'changes', 'empty', 'staged'), '')
    expect(await stillStand(traced.looked())).toBe(true)
  })

  it('ends at a link that leads to a folder above it', async () => {
    symlinkSync('..', join(root, 'changes', 'up'))
    expect(await seen(list, () => undefined)).toBe(false)
  })

  it('tells the time of the newest change', () => {
    const traced = openTracedSources([root], 'refuse')
    find('changes/a.sql')(traced)
    expect(Math.abs(newestChange(traced.looked()) - Date.now())).toBeLessThan(60_000)
    expect(newestChange(new Map())).toBe(0)
  })
})
