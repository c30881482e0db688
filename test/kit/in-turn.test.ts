import { expect, test } from 'vitest'
import { inTurn, waitingFor } from '../../src/kit/in-turn.ts'

async function run(key: string, width: number, count: number): Promise<{ most: number; order: number[] }> {
  let running = 0
  let most = 0
  const order: number[] = []
  const work = Array.from({ length: count }, (_, n) =>
    inTurn(key, width, async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(n)
      running -= 1
    }),
  )
  await Promise.all(work)
  return { most, order }
}

test('no more of one key run than its width, in the order they came', async () => {
  expect(await run('a', 1, 5)).toEqual({ most: 1, order: [0, 1, 2, 3, 4] })
  expect((await run('b', 3, 10)).most).toBe(3)
})

test('who waits is counted, and nobody when all is done', async () => {
  const work = Array.from({ length: 4 }, () => inTurn('e', 1, async () => undefined))
  expect(waitingFor('e')).toBe(3)
  await Promise.all(work)
  expect([waitingFor('e'), waitingFor('never')]).toEqual([0, 0])
})

test('other keys do not wait, and one that fails lets the next in', async () => {
  const failing = inTurn('c', 1, () => Promise.reject(new Error('no')))
  const next = inTurn('c', 1, async () => 'next')
  const other = await inTurn('d', 1, async () => 'other')
  await expect(failing).rejects.toThrow('no')
  expect([other, await next]).toEqual(['other', 'next'])
})
