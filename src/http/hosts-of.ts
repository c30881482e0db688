import { isLoopback, type ServerSettings } from '../model/server-settings.ts'
import { LOOPBACK_HOSTS } from './guard/allowed-hosts.ts'

/**
 * The host names a server answers to: those it was given, its own address, and on loopback the machine's own names. A
 * server on a network address that was given none answers to all: it cannot know what people call it.
 */
export function hostsOf({ host, publicUrl, allowedHosts }: ServerSettings): readonly string[] | 'any' {
  const own = publicUrl === null ? [] : [new URL(publicUrl).hostname]
  const given = [...own, ...allowedHosts]
  if (!isLoopback(host) && given.length === 0) return 'any'
  // Probes and people on the machine itself call it so.
  return [...new Set([...given, host.includes(':') ? `[${host}]` : host, ...LOOPBACK_HOSTS])]
}
