// A private PostgreSQL for the length of a bench run: settings as they come (fsync on), loopback only, gone afterwards.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

const USER = 'bench'

/** Lends `{ host, port, user, password, version, url, create, query }` to `use`; server and data go when it settles. */
export async function withCluster(use) {
  const binaries = findBinaries()
  const folder = mkdtempSync(join(tmpdir(), 'dvm-bench-pg-'))
  const owner = serverUser()
  if (owner !== null) chownSync(folder, owner.uid, owner.gid)
  const password = randomBytes(12).toString('hex')
  let server = null
  // Also when the bench is interrupted: a server that nobody knows of must not stay.
  const clear = () => {
    server?.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', clear)
  try {
    initialise(binaries, folder, owner, password)
    const port = await freePort()
    server = startServer(binaries, folder, owner, port)
    const cluster = toCluster(port, password)
    await untilReady(cluster, server)
    return await use({ ...cluster, version: versionOf(binaries) })
  } finally {
    if (server !== null) await stop(server)
    process.removeListener('exit', clear)
    clear()
  }
}

function findBinaries() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (found === undefined) throw new Error('PostgreSQL server programs not found (Debian: apt-get install postgresql)')
  return found
}

function versionOf(binaries) {
  return spawnSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout.trim()
}

/** PostgreSQL refuses to run as root; `null` where we are somebody else already. */
function serverUser() {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10),
    )
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid }
  }
  throw new Error('run as root, the bench needs a user "postgres" or "nobody" to run the server as')
}

function initialise(binaries, folder, owner, password) {
  const file = join(folder, 'password')
  writeFileSync(file, password)
  if (owner !== null) chownSync(file, owner.uid, owner.gid)
  const args = [
    '-D',
    join(folder, 'data'),
    '-U',
    USER,
    '-A',
    'scram-sha-256',
    `--pwfile=${file}`,
    '-E',
    'UTF8',
    '--locale=C',
  ]
  const { status, stderr } = spawnSync(join(binaries, 'initdb'), args, { ...owner, cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
}

function startServer(binaries, folder, owner, port) {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  const args = ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])]
  return spawn(join(binaries, 'postgres'), args, { ...owner, cwd: folder, stdio: 'ignore' })
}

function toCluster(port, password) {
  const reach = { host: '127.0.0.1', port, user: USER, password }
  const query = async (database, sql) => {
    const client = new pg.Client({ ...reach, database })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
  // The one before has its pages written first, so that nobody pays for another's.
  const create = async (database) => {
    await query('postgres', `DROP DATABASE IF EXISTS ${database}`)
    await query('postgres', `CREATE DATABASE ${database}`)
    await query('postgres', 'CHECKPOINT')
  }
  return { ...reach, query, create }
}

async function untilReady(cluster, server) {
  const until = Date.now() + 30_000
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the PostgreSQL of the bench ended with ${server.exitCode}`)
    try {
      await cluster.query('postgres', 'SELECT 1')
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await wait(100)
    }
  }
}

function stop(server) {
  if (server.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    server.once('exit', resolve)
    server.kill('SIGINT')
  })
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
