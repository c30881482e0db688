// Makes a fresh clone ready for `npm start` or `npm test`: packages, build, and for the tests what the machine lacks.
// Needs Node and npm only. Says what it does, a line a step.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeMissing, findMissing, isDebianRoot } from './machine.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function main(goal) {
  requireNode(20, 19)
  process.chdir(root)
  installPackages()
  build()
  if (goal === 'test') prepareMachine()
}

function say(sentence) {
  console.log(`prepare: ${sentence}`)
}

function requireNode(major, minor) {
  const [hasMajor = 0, hasMinor = 0] = process.versions.node.split('.').map(Number)
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return
  throw new Error(`Node ${major}.${minor} or newer is needed, this is ${process.versions.node}`)
}

function installPackages() {
  // npm writes its own copy of the lock file last, so this one tells of whole installations only.
  const installed = 'node_modules/.package-lock.json'
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return
  say(existsSync(installed) ? 'package-lock.json is newer than node_modules: npm ci' : 'installing packages: npm ci')
  // Even where NODE_ENV or the user's settings leave them out: the build needs the development dependencies.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) run('npm ci', process.execPath, [npm, ...args])
  else run('npm ci', process.platform === 'win32' ? 'npm.cmd' : 'npm', args)
}

function build() {
  run('the build', process.execPath, ['.ci/build.mjs', '--quick'])
}

function prepareMachine() {
  const missing = findMissing()
  if (missing.length === 0) return
  if (isDebianRoot()) {
    installDebianPackages(missing)
    return
  }
  for (const need of missing) say(describeMissing(need))
}

function installDebianPackages(missing) {
  const packages = missing.flatMap((need) => need.packages)
  say(`installing ${packages.join(' ')}: apt-get`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  withoutMainCluster(() => {
    run('apt-get update', 'apt-get', ['update', '-qq'], env)
    run('apt-get install', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env)
  })
}

/** Debian would create a cluster and start it with the server package; the tests bring their own. */
function withoutMainCluster(install) {
  const folder = '/etc/postgresql-common/createcluster.d'
  const file = join(folder, '99-no-main-cluster-for-dvm-tests.conf')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
  try {
    install()
  } finally {
    rmSync(file, { force: true })
    if (readdirSync(folder).length === 0) rmdirSync(folder)
  }
}

function run(what, program, args, env = process.env) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env })
  if (error !== undefined) throw new Error(`${what} could not be started: ${error.message}`)
  if (status !== 0) throw new Error(`${what} failed with exit code ${status}; see above`)
}

try {
  const goal = process.argv[2]
  if (goal !== 'start' && goal !== 'test') throw new Error('usage: node .ci/prepare.mjs start|test')
  main(goal)
} catch (error) {
  console.error(`prepare: ${error.message}`)
  process.exitCode = 1
}
