import { describe, expect, it, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { USUAL_SERVER } from '../../src/model/server-settings.ts'
import { readServerSettings, serverSecretsOf } from '../../src/settings/read-server-settings.ts'
import type { Environment, Flags } from '../../src/settings/settings-input.ts'

function given(flags: Flags, environment: Environment = {}, passwordFile?: string) {
  return readServerSettings({
    directory: '/srv/app',
    flags,
    environment: { USER: 'someone', ...environment },
    defaultsFile: null,
    passwordFile: passwordFile === undefined ? null : { path: 'secret.txt', bytes: Buffer.from(passwordFile) },
    needs: { command: 'dvm serve', changelog: false, database: false },
  }).server
}

function refusal(flags: Flags, environment: Environment = {}): string {
  try {
    given(flags, environment)
  } catch (error) {
    if (error instanceof DvmError) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

test('where nothing is said the usual holds: loopback, sign-in, and tables of our own in no given database', () => {
  expect(given({})).toEqual(USUAL_SERVER)
})

test('flags go before the environment', () => {
  const environment = { DVM_LISTEN_PORT: '4000', DVM_RATE_LIMIT: '7', DVM_NO_DEPLOY: 'true' }
  expect(given({ port: '3000' }, environment)).toMatchObject({ port: 3000, requestsPerMinute: 7, deploy: false })
  expect(given({ deploy: false, migrate: false })).toMatchObject({ deploy: false, manager: { migrate: false } })
})

describe('targets', () => {
  const shop = 'shop=postgres://ann:s+cret@db.example/shop+db/master.xml'

  it('are split at the last plus, and their own credentials go before the ordinary ones', () => {
    const targets = given({ target: [shop, 'crm=postgres://db.example/crm+crm.xml'], password: 'usual' }).targets
    expect(targets.map(({ name, changelog }) => [name, changelog])).toEqual([
      ['shop', 'db/master.xml'],
      ['crm', 'crm.xml'],
    ])
    expect(targets.map(({ database }) => [database.user, database.password])).toEqual([
      ['ann', 's+cret'],
      ['someone', 'usual'],
    ])
  })

  it('may stand in the environment, one a line', () => {
    const { targets } = given({}, { DVM_TARGETS: `${shop}\n\ncrm=postgres://u@h/crm+crm.xml\n` })
    expect(targets.map(({ name }) => name)).toEqual(['shop', 'crm'])
  })

  it('keep the password of their URL beside a password file for the others', () => {
    const both = { target: [shop], managerUrl: 'postgres://boss@db.example/own' }
    const { targets, manager } = given(both, {}, 'from the file\n')
    expect([targets[0]?.database.password, manager.database?.password]).toEqual(['s+cret', 'from the file'])
  })

  it.each([
    ['no name', 'postgres://ann:s+cret@h/db+c.xml', /target 1 is not of the form/],
    ['a name with capitals', 'Shop=postgres://ann:s+cret@h/db+c.xml', /target 1 is not of the form/],
    ['no changelog', 'shop=postgres://ann:scret@h/db', /URL, a plus and a changelog/],
    ['an empty changelog', 'shop=postgres://ann:scret@h/db+', /URL, a plus and a changelog/],
    ['a URL of another kind', 'shop=mysql://ann:scret@h/db+c.xml', /only jdbc:postgresql:/],
  ])('with %s are refused, and nothing of the URL is repeated', (_what, target, says) => {
    const message = refusal({ target: [target] })
    expect(message).toMatch(says)
    expect(message).not.toMatch(/cret|ann/)
  })

  it('of one name twice are refused', () => {
    expect(refusal({ target: [shop, shop] })).toContain('there are two targets called shop')
  })

  it('tell their passwords to those who redact, as the manager does', () => {
    const server = given({ target: [shop], managerUrl: 'postgres://boss:hush@db.example/own' })
    expect(serverSecretsOf(server)).toEqual(['hush', 's+cret'])
  })
})

describe('--insecure-no-auth', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('is taken on %s', (host) => {
    expect(given({ insecureNoAuth: true, host }).signIn).toBe(false)
  })

  it.each([
    ['beyond loopback', { host: '0.0.0.0' }],
    ['with a public address', { publicUrl: 'https://dvm.example' }],
    ['behind a proxy', { trustProxy: '1' }],
  ])('is refused %s', (_where, flags) => {
    expect(refusal({ insecureNoAuth: true, ...flags })).toContain('SETTING_INVALID')
  })

  it('counts from the environment as well', () => {
    expect(given({}, { DVM_INSECURE_NO_AUTH: 'yes' }).signIn).toBe(false)
  })
})

describe('--trust-proxy', () => {
  it.each([
    ['1', 1],
    ['0', false],
    ['10.0.0.0/8, 192.168.1.7', ['10.0.0.0/8', '192.168.1.7']],
    ['loopback,fd00::/8', ['loopback', 'fd00::/8']],
  ])('takes %s', (text, trusted) => {
    expect(given({ trustProxy: text }).trustProxy).toEqual(trusted)
  })

  it.each(['true', '*', '11', '0.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', ','])(
    'refuses %s',
    (text) => {
      expect(refusal({ trustProxy: text })).toContain('--trust-proxy')
    },
  )
})

test.each([
  [{ port: '65536' }, '--port'],
  [{ publicUrl: 'https://dvm.example/path' }, '--public-url'],
  [{ publicUrl: 'https://ann:secret@dvm.example' }, '--public-url'],
  [{ allowedHost: ['https://dvm.example'] }, '--allowed-host'],
  [{ tlsCert: 'dvm.crt' }, '--tls-key'],
  [{ sessionIdle: '30' }, '--session-idle'],
  [{ sessionIdle: '13h' }, 'cannot rest longer than it may last'],
  [{ statementTimeout: '0s' }, 'from 1s to 1d'],
  [{ auditRetention: '29' }, '--audit-retention'],
])('refuses %j and names the setting', (flags, named) => {
  expect(refusal(flags)).toContain(named)
})

test('lengths of time and files come out as a server uses them', () => {
  const server = given({ sessionIdle: '5m', buildTimeout: '90s', tlsCert: 'tls/dvm.crt', tlsKey: '/etc/dvm.key' })
  expect(server.session.idleMs).toBe(300_000)
  expect(server.buildTimeoutMs).toBe(90_000)
  expect(server.tls).toEqual({ certificate: '/srv/app/tls/dvm.crt', key: '/etc/dvm.key' })
})

test('a server that others reach goes on answering for a while when it is told to close', () => {
  expect([given({ host: '0.0.0.0' }).drainDelayMs, given({ host: '::1' }).drainDelayMs]).toEqual([5_000, 0])
})
