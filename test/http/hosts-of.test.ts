import { expect, it } from 'vitest'
import { hostsOf } from '../../src/http/hosts-of.ts'
import { type ServerSettings, USUAL_SERVER } from '../../src/model/server-settings.ts'

function hosts(changes: Partial<ServerSettings>) {
  return hostsOf({ ...USUAL_SERVER, ...changes })
}

it('on loopback a server answers to the names of the machine itself, and to those it was given', () => {
  expect(hosts({})).toEqual(['127.0.0.1', 'localhost', '[::1]'])
  expect(hosts({ allowedHosts: ['dvm.local'] })).toContain('dvm.local')
})

it('on a network address it answers to the names it was given, and to all where it was given none', () => {
  expect(hosts({ host: '0.0.0.0' })).toBe('any')
  const named = hosts({ host: 'fd00::7', publicUrl: 'https://dvm.example:8443', allowedHosts: ['dvm'] })
  expect(named).toEqual(['dvm.example', 'dvm', '[fd00::7]', 'localhost', '127.0.0.1', '[::1]'])
})
