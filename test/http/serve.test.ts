import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/kit/log.ts'
import { serve } from '../../src/server.ts'
import { withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { testSettings } from './test-app.ts'

let stateDir = ''
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'dvm-serve-'))
})
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

const options = { host: '127.0.0.1', port: 0, deploy: false, log: silentLog }

function settingsFor(url: string) {
  return { ...testSettings(stateDir), database: toTarget(url) }
}

describe('serve', () => {
  it('answers until it is closed, and leaves nothing behind', async () => {
    await withFreshDatabase(async (url) => {
      const before = [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]
      const server = await serve(settingsFor(url), options)
      expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect((await fetch(`${server.url}/livez`)).status).toBe(200)
      await Promise.all([server.close(), server.close()])
      await server.closed
      await expect(fetch(`${server.url}/livez`)).rejects.toThrow()
      expect([process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]).toEqual(before)
    })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('closes on %s', async (signal) => {
    await withFreshDatabase(async (url) => {
      const server = await serve(settingsFor(url), options)
      // Called as Node would call it; a real signal would also reach the test runner's own listeners.
      process.listeners(signal).at(-1)?.(signal)
      await server.closed
      await expect(fetch(`${server.url}/livez`)).rejects.toThrow()
    })
  })

  it('refuses a port that was asked for and is taken', async () => {
    await withFreshDatabase(async (url) => {
      const first = await serve(settingsFor(url), options)
      const port = Number(new URL(first.url).port)
      await expect(serve(settingsFor(url), { ...options, port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
      expect((await fetch(`${first.url}/livez`)).status).toBe(200)
      await first.close()
    })
  })

  it('warns when it listens beyond loopback', async () => {
    await withFreshDatabase(async (url) => {
      const warnings: string[] = []
      const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
      const server = await serve(settingsFor(url), { ...options, host: '0.0.0.0', log })
      await server.close()
      expect(warnings).toEqual([expect.stringContaining('beyond loopback')])
    })
  })
})
