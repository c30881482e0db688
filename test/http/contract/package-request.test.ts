import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { packageRequest } from '../../../src/http/contract/package-request.ts'
import { REQUESTED_KINDS } from '../../../src/model/package-request.ts'

const LEAST: Readonly<Record<string, object>> = {
  environment: { sourceTarget: 'staging', targetTarget: 'production' },
  rollback: { count: 1 },
}

describe('a package as JSON asks for it', () => {
  it.each(REQUESTED_KINDS)('%s takes nothing but what it cannot do without', (kind) => {
    const read = packageRequest.parse({ kind, ...LEAST[kind] })
    expect(read.kind).toBe(kind)
    expect(JSON.parse(JSON.stringify(read))).toEqual(read)
  })

  it.each([
    [{}],
    [{ kind: 'everything' }],
    [{ kind: 'deployed', context: ['a'] }],
    [{ kind: 'deployed', contexts: 'a' }],
    [{ kind: 'deployed', contexts: ['a,b'] }],
    [{ kind: 'deployed', contexts: ["a'; DROP TABLE b; --"] }],
    [{ kind: 'deployed', count: 1, toTag: 'v1' }],
    [{ kind: 'incremental', versionFrom: 'order:x' }],
    [{ kind: 'incremental', versionTo: 'v1', includeRollback: true }],
    [{ kind: 'environment', sourceTarget: 'a', targetTarget: 'a' }],
    [{ kind: 'environment', sourceTarget: 'postgres://u:p@h/d', targetTarget: 'a' }],
    [{ kind: 'rollback' }],
    [{ kind: 'rollback', count: 1, to: 'v1' }],
    [{ kind: 'rollback', count: 1, expectRows: [{ table: 'a; DROP TABLE b', rows: 1 }] }],
    [{ kind: 'rollback', count: 1, expectRows: [{ table: '"a\n"', rows: 1 }] }],
    [{ kind: 'rollback', count: 1, chain: ['/etc/passwd'] }],
    [{ kind: 'schema', schemas: ['a\u0000'] }],
    [{ kind: 'full', format: 'liquibase', includeData: false }],
    [{ kind: 'full', pgDump: '/bin/sh' }],
    [{ kind: 'docker', baseImage: 'a\nRUN evil' }],
    [{ kind: 'docker', of: 'full', contexts: ['a'] }],
    [{ kind: 'split', by: 'size', afterDeploy: 'x' }],
    [JSON.parse('{"kind":"deployed","__proto__":{"count":1}}')],
  ])('refuses %j', (given) => {
    expect(packageRequest.safeParse(given).success).toBe(false)
  })

  it('can be told as a JSON Schema', () => {
    const schema = z.toJSONSchema(packageRequest, { io: 'input', target: 'draft-2020-12' })
    expect(JSON.stringify(schema)).toContain('"includeRollback"')
  })
})
