import request from 'supertest'
import { expect, it } from 'vitest'
import { testApp } from '../test-app.ts'

it('writes one line per request, which no address can break or fill with its query', async () => {
  const { app, lines, dispose } = testApp()
  await request(app).get('/livez?token=s3cret')
  await request(app).get('/x%0A{"level":"error"}')
  await expect.poll(() => lines.length).toBe(2)
  dispose()
  const [first, second] = lines.map((line) => JSON.parse(line))
  expect(first).toMatchObject({ message: 'request', method: 'GET', path: '/livez', status: 200, complete: true })
  expect(second).toMatchObject({ level: 'info', status: 404 })
  expect(lines.join('')).not.toContain('s3cret')
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
})
