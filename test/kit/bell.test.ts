import { expect, it } from 'vitest'
import { createBell } from '../../src/kit/bell.ts'

const LONG = 60_000
const never = new AbortController().signal

it('a bell ends a wait, and one that rang before nobody waits ends the next one only', async () => {
  const bell = createBell()
  const waiting = bell.wait(LONG, never)
  bell.ring()
  await waiting
  bell.ring()
  await bell.wait(LONG, never)
  let over = false
  const next = bell.wait(LONG, never).then(() => {
    over = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(over).toBe(false)
  bell.ring()
  await next
})

it('a wait ends also by its time, and by its signal, also one that is aborted already', async () => {
  const bell = createBell()
  await bell.wait(5, never)
  const stop = new AbortController()
  const waiting = bell.wait(LONG, stop.signal)
  stop.abort()
  await waiting
  await bell.wait(LONG, stop.signal)
})
