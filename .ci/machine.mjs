// What the full test suite needs from the machine: which programs, for which suites, from which Debian packages.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const needs = [
  {
    // The unit suite is content with the server that npm brings; pg_dump wants one of its own age.
    name: 'PostgreSQL server',
    suites: ['interop', 'fault'],
    packages: ['postgresql'],
    isHere: () => serverFolders().some((folder) => existsSync(join(folder, 'postgres'))),
  },
  {
    name: 'psql or pg_dump',
    suites: ['interop', 'fault'],
    packages: ['postgresql-client'],
    isHere: () => onPath('psql') && onPath('pg_dump'),
  },
  { name: 'Java', suites: ['interop', 'fault'], packages: ['default-jre-headless'], isHere: () => onPath('java') },
  { name: 'Chromium', suites: ['e2e'], packages: ['chromium'], isHere: () => onPath('chromium') },
]

export const suites = ['unit', 'interop', 'fault', 'e2e']

export function findMissing() {
  return needs.filter((need) => !need.isHere())
}

export function isDebianRoot() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*\bdebian\b/m.test(release) && onPath('apt-get')
}

/** One line on a need that is not met: what, what for, and what to install. */
export function describeMissing({ name, suites: without, packages }) {
  return `${name} is missing; without it ${without.join(', ')} cannot run (Debian: apt-get install ${packages.join(' ')})`
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

function serverFolders() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const told = onPath('pg_config') ? answer('pg_config', ['--bindir']).trim() : ''
  return [told, ...versions, ...(process.env.PATH ?? '').split(delimiter)].filter((folder) => folder !== '')
}

function answer(program, args) {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout ?? ''
}
