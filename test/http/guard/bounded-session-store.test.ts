import type { SessionData } from 'express-session'
import { expect, it } from 'vitest'
import { BoundedSessionStore } from '../../../src/http/guard/bounded-session-store.ts'

const data: SessionData = { cookie: { originalMaxAge: null } }

function find(store: BoundedSessionStore, id: string): Promise<SessionData | null | undefined> {
  return new Promise((resolve) => store.get(id, (_error, found) => resolve(found)))
}

it('forgets the least recently used session when it is full', async () => {
  const store = new BoundedSessionStore({ sessions: 2, milliseconds: 60_000 })
  store.set('a', data)
  store.set('b', data)
  store.touch('a', data)
  store.set('c', data)
  expect(await find(store, 'a')).toEqual(data)
  expect(await find(store, 'b')).toBeNull()
  expect(await find(store, 'c')).toEqual(data)
})

it('forgets a session that is too old or destroyed', async () => {
  const short = new BoundedSessionStore({ sessions: 2, milliseconds: 0 })
  short.set('a', data)
  expect(await find(short, 'a')).toBeNull()
  const store = new BoundedSessionStore({ sessions: 2, milliseconds: 60_000 })
  store.set('a', data)
  store.destroy('a')
  expect(await find(store, 'a')).toBeNull()
})
