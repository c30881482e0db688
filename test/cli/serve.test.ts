import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { Parts } from '../../src/cli/parts.ts'
import { givenParts, runMain } from './run-main.ts'

it('tells what is wrong with either kind of settings at once', async () => {
  const { code, stderr } = await runMain(['serve', '--port', 'http', '--lock-wait', 'long', '--target', 'shop'])
  expect(code).toBe(2)
  for (const setting of ['--port', '--lock-wait', '--target']) expect(stderr).toContain(`${setting} (from`)
})

it('hands over what flags and environment say, and prints where it listens', async () => {
  const stdout = new PassThrough()
  const given: Parameters<Parts['serve']>[] = []
  const parts: Parts = {
    ...givenParts({ DVM_TRUST_PROXY: '1' }, stdout, new PassThrough()),
    serve: async (...call) => {
      given.push(call)
      return { url: 'https://dvm.example', closed: Promise.resolve() }
    },
  }
  const args = [
    '--no-deploy',
    '--manager-url',
    'postgres://own:hush@db/own',
    '--target',
    'shop=jdbc:postgresql://db/shop+m.xml',
  ]
  expect(await main(['serve', ...args, '--format', 'json'], parts)).toBe(0)
  expect(JSON.parse(String(stdout.read()))).toEqual({ url: 'https://dvm.example' })
  expect(given[0]?.[1]).toMatchObject({
    deploy: false,
    signIn: true,
    trustProxy: 1,
    manager: { database: { host: 'db', password: 'hush' }, migrate: true },
    targets: [{ name: 'shop', changelog: 'm.xml' }],
  })
  expect(parts.secrets).toContain('hush')
})

it('does not start without sign-in where others reach it', async () => {
  const { code, stderr } = await runMain(['serve', '--insecure-no-auth', '--host', '0.0.0.0'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--insecure-no-auth')])
})
