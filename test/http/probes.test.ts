import request from 'supertest'
import { expect, it } from 'vitest'
import { healthReport, testApp } from './test-app.ts'

it('looks at the databases for all who ask meanwhile at once', async () => {
  const asking = 40
  let open = (): void => undefined
  const allAsk = new Promise<void>((resolve) => {
    open = resolve
  })
  let looks = 0
  const checkHealth = async () => {
    looks += 1
    await allAsk
    return healthReport('HEALTHY')
  }
  const { app, dispose } = testApp({ checkHealth })
  const server = app.listen(0)
  let asked = 0
  server.on('request', () => {
    asked += 1
    if (asked === asking) setImmediate(open)
  })
  const replies = await Promise.all(Array.from({ length: asking }, () => request(server).get('/readyz')))
  expect(replies.map(({ status }) => status)).toEqual(Array(asking).fill(200))
  // One look for the first, and one for all who came while it was under way.
  expect(looks).toBeLessThanOrEqual(3)
  server.close()
  dispose()
})
