import { expect, it } from 'vitest'
import { untilAborted } from '../../src/kit/until-aborted.ts'

it('gives what the promise gives', async () => {
  const { signal } = new AbortController()
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1)
  await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
})

it('does not wait any more once the signal is aborted, or was', async () => {
  const controller = new AbortController()
  const waiting = untilAborted(new Promise(() => undefined), controller.signal)
  controller.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await expect(untilAborted(Promise.resolve(1), controller.signal)).rejects.toThrow('gone')
})
