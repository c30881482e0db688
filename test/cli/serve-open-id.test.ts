import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { Parts } from '../../src/cli/parts.ts'
import { givenParts, runMain } from './run-main.ts'

it('dvm serve hands over the provider that people sign in at, and keeps the secret to itself', async () => {
  const given: Parameters<Parts['serve']>[] = []
  const parts: Parts = {
    ...givenParts({ DVM_OIDC_CLIENT_SECRET: 'hush' }, new PassThrough(), new PassThrough()),
    serve: async (...call) => {
      given.push(call)
      return { url: 'https://dvm.example', closed: Promise.resolve() }
    },
  }
  const provider = ['--oidc-issuer', 'https://login.example.com', '--oidc-client-id', 'dvm', '--oidc-label', 'Acme']
  const roles = ['--oidc-role', 'dba=admin', '--oidc-role', 'shop=packager@shop', '--oidc-create-users']
  const domains = ['--oidc-allowed-domain', 'acme.example', '--oidc-allowed-domain', 'acme.test']
  expect(await main(['serve', ...provider, ...roles, ...domains, '--oidc-scopes', 'openid email'], parts)).toBe(0)
  expect(given[0]?.[1].openId).toEqual({
    issuer: 'https://login.example.com',
    clientId: 'dvm',
    clientSecret: 'hush',
    clientSecretFile: null,
    label: 'Acme',
    scopes: ['openid', 'email'],
    roles: {
      claim: 'groups',
      given: [
        { group: 'dba', grant: { target: '*', role: 'admin' } },
        { group: 'shop', grant: { target: 'shop', role: 'packager' } },
      ],
    },
    createUsers: true,
    allowedDomains: ['acme.example', 'acme.test'],
  })
  expect(parts.secrets).toContain('hush')
})

it('dvm serve --oidc-create-users alone is refused, and so is a provider beyond loopback without --public-url', async () => {
  const alone = await runMain(['serve', '--oidc-create-users'])
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('give --oidc-issuer as well')])
  const provider = ['--oidc-issuer', 'https://login.example.com', '--oidc-client-id', 'dvm', '--host', '0.0.0.0']
  const reached = await runMain(['serve', ...provider])
  expect([reached.code, reached.stderr]).toEqual([2, expect.stringContaining('give --public-url as well')])
})
