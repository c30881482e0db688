import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inBatches } from '../../src/kit/in-batches.ts'

it('gives nobody a run that began before he asked, and two runs to any number that ask during one', async () => {
  const batch = inBatches<number>()
  let began = 0
  const run = async () => {
    began += 1
    const mine = began
    await sleep(20)
    return mine
  }
  const first = batch('a', run)
  const late = [batch('a', run), batch('a', run), batch('a', run)]
  expect(await first).toBe(1)
  expect(await Promise.all(late)).toEqual([2, 2, 2])
  expect(await batch('a', run)).toBe(3)
})

it('runs different keys beside each other', async () => {
  const batch = inBatches<string>()
  const run = (name: string) => async () => name
  expect(await Promise.all([batch('a', run('a')), batch('b', run('b'))])).toEqual(['a', 'b'])
})

it('tells a failure to those who shared the run, and runs again for the next', async () => {
  const batch = inBatches<string>()
  let fails = true
  const run = async () => {
    await sleep(5)
    if (fails) throw new Error('away')
    return 'back'
  }
  const first = batch('a', run)
  const next = batch('a', run)
  await expect(first).rejects.toThrow('away')
  fails = false
  expect(await next).toBe('back')
})
