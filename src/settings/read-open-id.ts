import { resolve } from 'node:path'
import { EVERY_TARGET, ROLES } from '../model/identity.ts'
import type { OpenIdRole, OpenIdSettings } from '../model/open-id.ts'
import { isLoopback } from '../model/server-settings.ts'
import { readSwitch } from './read-server-values.ts'
import { readList, readText } from './read-values.ts'
import { findSetting, labelOf, reject, type Scene } from './scene.ts'
import type { SettingName } from './sources.ts'

const USUAL_LABEL = 'Company sign-in'
const USUAL_SCOPES = ['openid', 'profile', 'email']
const USUAL_CLAIM = 'groups'
const LONGEST_LABEL = 60
/** As requests name targets (http/contract/values.ts). */
const TARGET = /^[a-z0-9][a-z0-9_-]{0,62}$/
const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/
/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/
/** What is of no use without an issuer. */
const OTHERS: readonly SettingName[] = [
  'oidcClientId',
  'oidcClientSecret',
  'oidcClientSecretFile',
  'oidcLabel',
  'oidcScopes',
  'oidcRoleClaim',
  'oidcRoles',
  'oidcCreateUsers',
  'oidcAllowedDomains',
]

/** The OpenID provider that people sign in at; null where none is named. `host`: where the server listens. */
export function readOpenId(scene: Scene, host: string): OpenIdSettings | null {
  const found = findSetting(scene, 'oidcIssuer')
  if (found === null) {
    for (const name of OTHERS) {
      const other = findSetting(scene, name)
      if (other !== null) reject(scene, name, other.from, 'give --oidc-issuer as well')
    }
    // The flag alone has no value to be found by.
    if (findSetting(scene, 'oidcCreateUsers') === null && readSwitch(scene, 'oidcCreateUsers')) {
      reject(scene, 'oidcCreateUsers', 'the command line', 'give --oidc-issuer as well')
    }
    return null
  }
  const clientId = readText(scene, 'oidcClientId')
  if (clientId === null) reject(scene, 'oidcIssuer', found.from, 'give --oidc-client-id as well')
  if (findSetting(scene, 'publicUrl') === null && !isLoopback(host)) {
    reject(scene, 'oidcIssuer', found.from, 'give --public-url as well: the provider sends people back to it')
  }
  if (readSwitch(scene, 'insecureNoAuth')) {
    reject(scene, 'oidcIssuer', found.from, 'it cannot go with --insecure-no-auth: nobody signs in there')
  }
  const roles = readRoles(scene)
  const allowedDomains = readDomains(scene)
  return {
    issuer: readIssuer(scene) ?? '',
    clientId: clientId ?? '',
    ...readSecret(scene),
    label: readLabel(scene),
    scopes: readScopes(scene),
    roles,
    createUsers: readCreateUsers(scene, roles !== null || allowedDomains.length > 0),
    allowedDomains,
  }
}

function readIssuer(scene: Scene): string | null {
  const found = findSetting(scene, 'oidcIssuer')
  const text = readText(scene, 'oidcIssuer')
  if (found === null || text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  const plain = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === ''
  if (safe && plain && !url.pathname.includes('/.well-known/')) return text
  const detail = 'it must be the issuer as the provider writes it, like https://login.example.com/company, over https'
  return reject(scene, 'oidcIssuer', found.from, detail)
}

function readSecret(scene: Scene): Pick<OpenIdSettings, 'clientSecret' | 'clientSecretFile'> {
  const clientSecret = readText(scene, 'oidcClientSecret')
  const file = readText(scene, 'oidcClientSecretFile')
  if (clientSecret !== null && file !== null) {
    const from = findSetting(scene, 'oidcClientSecretFile')?.from ?? ''
    reject(scene, 'oidcClientSecretFile', from, 'DVM_OIDC_CLIENT_SECRET is given as well; take one away')
  }
  return { clientSecret, clientSecretFile: file === null ? null : resolve(scene.input.directory, file) }
}

function readLabel(scene: Scene): string {
  const found = findSetting(scene, 'oidcLabel')
  const text = readText(scene, 'oidcLabel')
  if (found === null || text === null) return USUAL_LABEL
  if (text.length <= LONGEST_LABEL && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) return text
  reject(scene, 'oidcLabel', found.from, `it must be 1 to ${LONGEST_LABEL} visible characters`)
  return USUAL_LABEL
}

function readScopes(scene: Scene): readonly string[] {
  const found = findSetting(scene, 'oidcScopes')
  if (found === null) return USUAL_SCOPES
  const scopes = found.value.split(/[\s,]+/).filter((scope) => scope !== '')
  if (scopes.includes('openid') && scopes.every((scope) => SCOPE.test(scope))) return scopes
  reject(scene, 'oidcScopes', found.from, 'it must be scopes divided by spaces, openid among them')
  return USUAL_SCOPES
}

/** `group=role[@target]`, each flag or each line one. The last `=` divides: names of groups in directories have some. */
function readRoles(scene: Scene): OpenIdSettings['roles'] {
  const claim = readText(scene, 'oidcRoleClaim')
  const found = findSetting(scene, 'oidcRoles')
  const lines = (found?.values ?? []).flatMap((value) => value.split('\n')).map((line) => line.trim())
  const given = lines.filter((line) => line !== '').map((line) => readRole(scene, found?.from ?? '', line))
  if (given.length > 0) return { claim: claim ?? USUAL_CLAIM, given: given.filter((role) => role !== null) }
  if (claim !== null) {
    const from = findSetting(scene, 'oidcRoleClaim')?.from ?? ''
    reject(scene, 'oidcRoleClaim', from, 'give --oidc-role as well: it says which role a group has')
  }
  return null
}

function readRole(scene: Scene, from: string, line: string): OpenIdRole | null {
  const [, group = '', word = '', target = EVERY_TARGET] = /^(.+)=([a-z]+)(?:@([^@=]+))?$/.exec(line) ?? []
  const role = ROLES.find((each) => each === word)
  if (group.trim() !== '' && role !== undefined && (target === EVERY_TARGET || TARGET.test(target))) {
    return { group: group.trim(), grant: { target, role } }
  }
  const detail = `"${line}" is not of the form group=role or group=role@target, with a role of ${ROLES.join(', ')}`
  return reject(scene, 'oidcRoles', from, detail)
}

/** Whoever has an account at the provider would have one here; at a public one that is everybody. */
function readCreateUsers(scene: Scene, isBounded: boolean): boolean {
  if (!readSwitch(scene, 'oidcCreateUsers')) return false
  if (!isBounded) {
    const from = findSetting(scene, 'oidcCreateUsers')?.from ?? 'the command line'
    reject(
      scene,
      'oidcCreateUsers',
      from,
      `say for whom, by ${labelOf('oidcAllowedDomains')} or ${labelOf('oidcRoles')}`,
    )
  }
  return true
}

function readDomains(scene: Scene): readonly string[] {
  const domains = (readList(scene, 'oidcAllowedDomains') ?? []).map((name) => name.toLowerCase())
  for (const name of domains) {
    if (DOMAIN.test(name)) continue
    const from = findSetting(scene, 'oidcAllowedDomains')?.from ?? ''
    reject(scene, 'oidcAllowedDomains', from, `"${name}" is not a domain like example.com`)
  }
  return domains
}
