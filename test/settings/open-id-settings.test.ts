import { describe, expect, it, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { readServerSettings, serverSecretsOf } from '../../src/settings/read-server-settings.ts'
import type { Environment, Flags } from '../../src/settings/settings-input.ts'

const USUAL = { oidcIssuer: 'https://login.example.com/acme', oidcClientId: 'dvm' }

function given(flags: Flags, environment: Environment = {}) {
  return readServerSettings({
    directory: '/srv/app',
    flags,
    environment: { USER: 'someone', ...environment },
    defaultsFile: null,
    passwordFile: null,
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

test('an issuer and a client are enough on loopback; the client is public then', () => {
  expect(given(USUAL).openId).toEqual({
    issuer: 'https://login.example.com/acme',
    clientId: 'dvm',
    clientSecret: null,
    clientSecretFile: null,
    label: 'Company sign-in',
    scopes: ['openid', 'profile', 'email'],
    roles: null,
    createUsers: false,
    allowedDomains: [],
  })
})

test('everything may come from the environment, roles one a line', () => {
  const environment = {
    DVM_OIDC_ISSUER: 'http://127.0.0.1:9000',
    DVM_OIDC_CLIENT_ID: 'dvm',
    DVM_OIDC_CLIENT_SECRET: 'hush',
    DVM_OIDC_LABEL: 'Acme',
    DVM_OIDC_SCOPES: 'openid groups',
    DVM_OIDC_ROLE_CLAIM: 'realm_access.roles',
    DVM_OIDC_ROLES: 'cn=dba,ou=it=admin\nshop leads=packager@shop\n',
    DVM_OIDC_CREATE_USERS: 'yes',
    DVM_OIDC_ALLOWED_DOMAINS: 'Acme.example, acme.test',
  }
  const server = given({}, environment)
  expect(server.openId).toMatchObject({
    issuer: 'http://127.0.0.1:9000',
    label: 'Acme',
    scopes: ['openid', 'groups'],
    roles: {
      claim: 'realm_access.roles',
      given: [
        { group: 'cn=dba,ou=it', grant: { target: '*', role: 'admin' } },
        { group: 'shop leads', grant: { target: 'shop', role: 'packager' } },
      ],
    },
    createUsers: true,
    allowedDomains: ['acme.example', 'acme.test'],
  })
  expect(serverSecretsOf(server)).toEqual(['hush'])
})

test('the file of a secret is taken from where one stands, and roles are in claim groups where none is named', () => {
  const { openId } = given({ ...USUAL, oidcClientSecretFile: 'oidc.secret', oidcRole: ['staff=viewer@*'] })
  expect(openId?.clientSecretFile).toBe('/srv/app/oidc.secret')
  expect(openId?.roles).toEqual({
    claim: 'groups',
    given: [{ group: 'staff', grant: { target: '*', role: 'viewer' } }],
  })
})

describe('is refused', () => {
  it.each<[string, Flags, RegExp]>([
    ['an issuer without client', { oidcIssuer: 'https://login.example.com' }, /give --oidc-client-id as well/],
    ['a client without issuer', { oidcClientId: 'dvm' }, /--oidc-client-id .*give --oidc-issuer as well/],
    ['making users without issuer', { oidcCreateUsers: true }, /--oidc-create-users .*give --oidc-issuer as well/],
    ['a server that others reach without its name', { ...USUAL, host: '0.0.0.0' }, /give --public-url as well/],
    ['a server where nobody signs in', { ...USUAL, insecureNoAuth: true }, /--insecure-no-auth/],
    ['an issuer in clear', { ...USUAL, oidcIssuer: 'http://login.example.com' }, /over https/],
    ['an issuer that is none', { ...USUAL, oidcIssuer: 'login' }, /--oidc-issuer/],
    ['an issuer with a secret', { ...USUAL, oidcIssuer: 'https://a:hush@login.example.com' }, /over https/],
    [
      'the address of the discovery',
      { ...USUAL, oidcIssuer: 'https://login.example.com/.well-known/openid-configuration' },
      /as the provider writes it/,
    ],
    ['scopes without openid', { ...USUAL, oidcScopes: 'profile' }, /openid among them/],
    ['an empty label', { ...USUAL, oidcLabel: ' ' }, /--oidc-label/],
    ['a label of two lines', { ...USUAL, oidcLabel: 'a\nb' }, /visible characters/],
    ['a claim without roles', { ...USUAL, oidcRoleClaim: 'groups' }, /give --oidc-role as well/],
    ['a role that is none', { ...USUAL, oidcRole: ['staff=boss'] }, /"staff=boss" is not of the form/],
    ['a target that is none', { ...USUAL, oidcRole: ['staff=viewer@Shop'] }, /--oidc-role/],
    ['a group without name', { ...USUAL, oidcRole: [' =viewer'] }, /--oidc-role/],
    ['users for everybody there', { ...USUAL, oidcCreateUsers: true }, /say for whom/],
    ['a domain that is none', { ...USUAL, oidcAllowedDomain: ['@acme'] }, /not a domain/],
  ])('%s', (_what, flags, says) => {
    const message = refusal(flags)
    expect(message).toMatch(says)
    expect(message).not.toContain('hush')
  })

  it('a secret that is given twice', () => {
    const message = refusal({ ...USUAL, oidcClientSecretFile: 'f' }, { DVM_OIDC_CLIENT_SECRET: 'hush' })
    expect(message).toMatch(/take one away/)
    expect(message).not.toContain('hush')
  })
})
