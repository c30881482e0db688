import { Validator } from '@seriousme/openapi-schema-validator'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { testApp } from './test-app.ts'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly responses: Readonly<Record<string, unknown>>
  readonly 'x-permission'?: string
  readonly security?: readonly unknown[]
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

async function document(): Promise<Document> {
  const { app, dispose } = testApp()
  const { body } = await request(app).get('/openapi.json')
  dispose()
  return body
}

const operationsOf = ({ paths }: Document): readonly Operation[] =>
  Object.values(paths).flatMap((item) => Object.values(item))

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const found = await new Validator().validate({ ...(await document()) })
    expect(found.errors ?? []).toEqual([])
    expect(found.valid).toBe(true)
  })

  it('points only to what it defines', async () => {
    const text = JSON.stringify(await document())
    const defined = Object.keys(JSON.parse(text).components.schemas)
    const used = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((name) => !defined.includes(String(name)))).toEqual([])
    expect(text).not.toContain('#/$defs/')
  })

  it('names each operation once, in words, with its problems', async () => {
    const operations = operationsOf(await document())
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { operationId, summary, responses, security } of operations) {
      expect(summary.length, operationId).toBeGreaterThan(10)
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['406', '422', '429', '500']))
      if (security === undefined) expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['401']))
    }
  })

  it('leaves open to anybody what signing in and probes take, and nothing else', async () => {
    const open = operationsOf(await document()).filter(({ security }) => security?.length === 0)
    const allowed = ['livez', 'readyz', 'csrfToken', 'signIn', 'completeSetup', 'session', 'oidcStart', 'oidcCallback']
    expect(open.map(({ operationId }) => operationId).filter((id) => !allowed.includes(id))).toEqual([])
  })
})
