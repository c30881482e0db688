import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { ServerSettings, TrustedProxies } from '../model/server-settings.ts'
import { readBoolean, readList, readText } from './read-values.ts'
import { findSetting, reject, type Scene } from './scene.ts'
import { flagKey, type SettingName, sources } from './sources.ts'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const MAX_HOPS = 10
/** Networks that Express knows by name (package proxy-addr). */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

/** A flag without a value, or a truth value in the environment. */
export function readSwitch(scene: Scene, name: SettingName): boolean {
  const { flag } = sources[name]
  const { flags } = scene.input
  if (flag !== null) {
    // Commander files `--no-deploy` as `deploy: false`.
    const denied = /^--no-(.+)$/.exec(flag)?.[1]
    if (denied === undefined ? flags[flagKey(flag)] === true : flags[flagKey(`--${denied}`)] === false) return true
  }
  return readBoolean(scene, name) ?? false
}

/** A length of time such as `90s`, `30m` or `12h`, in milliseconds. */
export function readDuration(
  scene: Scene,
  name: SettingName,
  range: { readonly min: number; readonly max: number },
): number | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  const [, digits = '', unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(found.value.trim()) ?? []
  const milliseconds = digits === '' ? Number.NaN : Number(digits) * (UNIT_MS[unit] ?? 0)
  if (milliseconds >= range.min && milliseconds <= range.max) return milliseconds
  const detail = `"${found.value}" is not a length of time like 90s, 30m or 12h, from ${inWords(range.min)} to ${inWords(range.max)}`
  return reject(scene, name, found.from, detail)
}

function inWords(milliseconds: number): string {
  const unit = ['d', 'h', 'm', 's'].find((each) => milliseconds > 0 && milliseconds % (UNIT_MS[each] ?? 1) === 0) ?? 's'
  return `${milliseconds / (UNIT_MS[unit] ?? 1)}${unit}`
}

/**
 * How many proxies stand before the server, or their networks. Never "all": whoever reaches the server could then say
 * to be anybody, and escape the rate limits.
 */
export function readTrustProxy(scene: Scene): TrustedProxies {
  const found = findSetting(scene, 'trustProxy')
  const list = readList(scene, 'trustProxy') ?? []
  if (found === null) return false
  const [only = ''] = list
  if (list.length === 1 && /^\d+$/.test(only) && Number(only) <= MAX_HOPS) return Number(only) || false
  const wrong = list.filter((network) => !NAMED_NETWORKS.includes(network) && !isNetwork(network))
  if (list.length > 0 && wrong.length === 0) return list
  const detail = `it must be a number of proxies up to ${MAX_HOPS}, or their addresses or networks like 10.0.0.0/8, joined by commas`
  return reject(scene, 'trustProxy', found.from, detail) ?? false
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  // 0 bits are everybody.
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  )
}

/** The origin people use, e.g. `https://dvm.example.com`. */
export function readPublicUrl(scene: Scene): string | null {
  const found = findSetting(scene, 'publicUrl')
  const text = readText(scene, 'publicUrl')
  if (found === null || text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  const plain = url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}` === ''
  if (plain && url.pathname === '/' && url.search === '' && url.hash === '') return url.origin
  return reject(scene, 'publicUrl', found.from, 'it must be an origin like https://dvm.example.com, without a path')
}

/** Host names without ports, in lower case. */
export function readAllowedHosts(scene: Scene): readonly string[] {
  const found = findSetting(scene, 'allowedHosts')
  const names = (readList(scene, 'allowedHosts') ?? []).map((name) => name.toLowerCase())
  for (const name of names) {
    if (/^(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]+\])$/.test(name)) continue
    reject(scene, 'allowedHosts', found?.from ?? '', 'each must be a host name without scheme, port and path')
  }
  return names
}

/** Certificate and key are of use together only. */
export function readTls(scene: Scene): ServerSettings['tls'] {
  const certificate = readText(scene, 'tlsCert')
  const key = readText(scene, 'tlsKey')
  if (certificate !== null && key !== null) {
    const { directory } = scene.input
    return { certificate: resolve(directory, certificate), key: resolve(directory, key) }
  }
  if (certificate !== null)
    reject(scene, 'tlsCert', findSetting(scene, 'tlsCert')?.from ?? '', 'give --tls-key as well')
  if (key !== null) reject(scene, 'tlsKey', findSetting(scene, 'tlsKey')?.from ?? '', 'give --tls-cert as well')
  return null
}
