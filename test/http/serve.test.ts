import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/kit/log.ts'
import { type ServeOptions, serve } from '../../src/server.ts'
import { certificates } from '../support/certificates.ts'
import { type FreshDatabase, freshDatabase, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { testSettings } from './test-app.ts'

let stateDir = ''
let own: FreshDatabase
beforeAll(async () => {
  own = await freshDatabase()
})
afterAll(() => own.drop())
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'dvm-serve-'))
})
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

function options(changes: Partial<ServeOptions> = {}): ServeOptions {
  const manager = { database: toTarget(own.url), migrate: true }
  return { host: '127.0.0.1', port: 0, deploy: false, signIn: false, manager, log: silentLog, ...changes }
}

function settingsFor(url: string) {
  return { ...testSettings(stateDir), database: toTarget(url) }
}

describe('serve', () => {
  it('answers until it is closed, and leaves nothing behind', async () => {
    await withFreshDatabase(async (url) => {
      const before = [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]
      const server = await serve(settingsFor(url), options())
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
      const server = await serve(settingsFor(url), options())
      // Called as Node would call it; a real signal would also reach the test runner's own listeners.
      process.listeners(signal).at(-1)?.(signal)
      await server.closed
      await expect(fetch(`${server.url}/livez`)).rejects.toThrow()
    })
  })

  it('refuses a port that was asked for and is taken', async () => {
    await withFreshDatabase(async (url) => {
      const first = await serve(settingsFor(url), options())
      const port = Number(new URL(first.url).port)
      await expect(serve(settingsFor(url), options({ port }))).rejects.toMatchObject({ code: 'PORT_TAKEN' })
      expect((await fetch(`${first.url}/livez`)).status).toBe(200)
      await first.close()
    })
  })

  it('warns of an address beyond loopback without TLS, and tells the setup link while there is no administrator', async () => {
    await withFreshDatabase(async (url) => {
      const warnings: [string, unknown][] = []
      const log = { ...silentLog, warn: (message: string, facts?: unknown) => void warnings.push([message, facts]) }
      const server = await serve(settingsFor(url), options({ host: '0.0.0.0', log, signIn: true }))
      await server.close()
      expect(warnings).toEqual([
        [expect.stringContaining('without TLS'), { host: '0.0.0.0' }],
        [
          expect.stringContaining('there is no administrator yet'),
          { link: expect.stringMatching(/^http:\/\/0\.0\.0\.0:\d+\/#setup=\S{20,}$/) },
        ],
      ])
    })
  })

  it('lets in only who signs in, unless it was told otherwise', async () => {
    await withFreshDatabase(async (url) => {
      const server = await serve(settingsFor(url), options({ signIn: true }))
      const status = async (path: string) => (await fetch(`${server.url}${path}`)).status
      expect([await status('/livez'), await status('/api/v1/database-versions')]).toEqual([200, 401])
      await server.close()
    })
  })

  it('speaks TLS with the files it was given, says so to browsers, and takes new ones when it is told', async () => {
    const [certificate, key] = [join(stateDir, 'dvm.crt'), join(stateDir, 'dvm.key')]
    const write = (name: keyof typeof certificates): void => {
      writeFileSync(certificate, certificates[name].cert)
      writeFileSync(key, certificates[name].key)
    }
    write('one')
    await withFreshDatabase(async (url) => {
      const server = await serve(settingsFor(url), options({ tls: { certificate, key } }))
      expect(server.url).toMatch(/^https:/)
      const first = await getSecurely(`${server.url}/livez`, certificates.one.cert)
      expect(first['strict-transport-security']).toContain('max-age=')
      write('two')
      server.hangUp()
      await expect(getSecurely(`${server.url}/livez`, certificates.one.cert)).rejects.toThrow()
      await getSecurely(`${server.url}/livez`, certificates.two.cert)
      await server.close()
    })
  })

  it('closes when the terminal goes, where it has no certificate to read again', async () => {
    await withFreshDatabase(async (url) => {
      const server = await serve(settingsFor(url), options())
      server.hangUp()
      await server.closed
      await expect(fetch(`${server.url}/livez`)).rejects.toThrow()
    })
  })
})

function getSecurely(url: string, ca: string): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false, servername: 'localhost' }, (reply) => {
      reply.resume().once('end', () => resolve(reply.headers))
    }).once('error', reject)
  })
}
