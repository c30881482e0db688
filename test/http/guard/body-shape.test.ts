import express from 'express'
import request from 'supertest'
import { expect, it } from 'vitest'
import { bodyShape } from '../../../src/http/guard/body-shape.ts'
import { sendProblem } from '../../../src/http/send-problem.ts'
import { silentLog } from '../../../src/kit/log.ts'

const app = express()
  .use(express.json({ limit: 100_000, strict: false }), bodyShape())
  .post('/', (_request, response) => void response.send('ok'))
  .use(sendProblem(silentLog, []))

const post = (text: string) => request(app).post('/').set('Content-Type', 'application/json').send(text)
const nested = (levels: number) => `${'[{"a":'.repeat(levels)}1${'}]'.repeat(levels)}`

it.each(['1', 'null', '{}', nested(8), JSON.stringify(Array(1_900).fill(1)), JSON.stringify({ a: 'x'.repeat(9_000) })])(
  'takes what an operation could mean: %.30s',
  async (text) => {
    expect((await post(text)).status).toBe(200)
  },
)

it.each([
  ['is too deep', nested(9)],
  ['is as deep as it is long', nested(7_000)],
  ['has too many items', JSON.stringify(Array(2_001).fill(1))],
  ['has too many members', JSON.stringify(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`k${i}`, 1])))],
  ['has too many small parts', JSON.stringify(Array(700).fill([1, 2]))],
])('refuses what %s', async (_what, text) => {
  const reply = await post(text)
  expect([reply.status, reply.body.code]).toEqual([400, 'REQUEST_UNREADABLE'])
})
