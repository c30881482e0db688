import { expect, it } from 'vitest'
import { systemClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import { type ServerSettings, USUAL_SERVER } from '../../src/model/server-settings.ts'
import { warnOfExposure } from '../../src/warn-of-exposure.ts'

const OPEN = { host: '0.0.0.0' }
const TLS = { tls: { certificate: '/a.pem', key: '/b.pem' } }

it.each<readonly [string, Partial<ServerSettings>, readonly RegExp[]]>([
  ['nothing on loopback', {}, []],
  ['nothing with TLS', { ...OPEN, ...TLS }, []],
  ['nothing behind a proxy that is reached by https', { trustProxy: 1, publicUrl: 'https://dvm.example' }, []],
  ['that nobody signs in', { signIn: false }, [/nobody has to sign in/]],
  ['that passwords travel in clear', { ...OPEN, publicUrl: 'http://dvm.example' }, [/in clear/]],
  ['that cookies are not for HTTPS alone', { trustProxy: 1 }, [/cookies go over plain HTTP/]],
])('a server that starts warns of %s', (_what, settings, expected) => {
  const lines: string[] = []
  warnOfExposure(
    { ...USUAL_SERVER, ...settings },
    jsonLog((line) => lines.push(line), systemClock),
  )
  const said = lines.map((line) => JSON.parse(line).message)
  expect(said).toEqual(expected.map((words) => expect.stringMatching(words)))
})
