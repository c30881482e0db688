// How much the server bears: autocannon on loopback against dist/cli.js, with a private PostgreSQL. Ends with exit code 1
// where a goal is missed, and prints JSON.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { withCluster } from './cluster.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const PATH = '/api/v1/database-versions/package/sql'
const CHANGESETS = 53
const INSERTS = 10
const ROWS_EACH = 20
const LINES = 280
const CONNECTIONS = 50
/** Requests a minute: 50 connections of one identity are not what limits are for. */
const MANY = '1000000'
/** A process that goes on growing by more than this over a soak keeps something. */
const GROWTH = 1.25

const GOALS = {
  revalidation: { least: 3_000, unit: 'requests/s' },
  cached: { least: 400, unit: 'downloads/s' },
  uncached: { most: 150, unit: 'ms, p99' },
  soak: { most: GROWTH, unit: 'times the memory of its first quarter' },
}

const { values: options } = parseArgs({
  options: {
    cli: { type: 'string', default: join(ROOT, 'dist', 'cli.js') },
    seconds: { type: 'string', default: '10' },
    soak: { type: 'string', default: '60' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
async function measureAll(cluster) {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-load-'))
  await cluster.create('load')
  await cluster.create('manager')
  const { user, password, host, port } = cluster
  const server = await startServer(folder, `postgres://${user}:${password}@${host}:${port}`)
  try {
    const { etag, bytes, changesets } = await look(server.url)
    const seconds = Number(options.seconds)
    await fire(server.url, 3)
    const revalidation = await fire(server.url, seconds, { 'if-none-match': etag })
    const cached = await fire(server.url, seconds)
    const uncached = await touching(folder, () => fire(server.url, seconds))
    const soak = await soaked(server, folder, etag, Number(options.soak))
    const measured = {
      revalidation: revalidation.perSecond,
      cached: cached.perSecond,
      uncached: uncached.p99,
      soak: soak.growth,
    }
    return {
      at: new Date().toISOString(),
      node: process.version,
      postgresql: cluster.version,
      package: { bytes, changesets },
      connections: CONNECTIONS,
      revalidation,
      cached,
      uncached,
      soak,
      ...judge(measured, { revalidation, cached, uncached }),
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A goal is missed by its figure, and by an answer that nobody expects. */
function judge(measured, runs) {
  const missed = []
  for (const [name, { least, most, unit }] of Object.entries(GOALS)) {
    const figure = measured[name]
    if (least !== undefined && !(figure >= least)) missed.push(`${name}: ${figure} ${unit}, at least ${least} wanted`)
    if (most !== undefined && !(figure <= most)) missed.push(`${name}: ${figure} ${unit}, at most ${most} wanted`)
  }
  for (const [name, { failed }] of Object.entries(runs))
    if (failed > 0) missed.push(`${name}: ${failed} requests failed`)
  return { goals: GOALS, missed }
}

async function fire(url, seconds, headers = {}) {
  const result = await autocannon({ url: `${url}${PATH}`, connections: CONNECTIONS, duration: seconds, headers })
  const { requests, latency, statusCodeStats: statuses, errors, timeouts } = result
  const good = Object.keys(statuses).filter((status) => status === '200' || status === '304')
  const answered = Object.values(statuses).reduce((sum, { count }) => sum + count, 0)
  const wrong = answered - good.reduce((sum, status) => sum + statuses[status].count, 0)
  return {
    perSecond: Math.round(requests.average),
    p50: latency.p50,
    p99: latency.p99,
    max: latency.max,
    statuses: Object.fromEntries(Object.entries(statuses).map(([status, { count }]) => [status, count])),
    failed: wrong + errors + timeouts,
  }
}

function table(name) {
  const columns = Array.from({ length: 12 }, (_, column) => `  value_${column} numeric(12, 2) NOT NULL DEFAULT 0,`)
  const tuple = (row) => `  (${row}, '${`row ${row} of ${name}, `.padEnd(58, 'abcdefghij')}')`
  const insert = (start) => {
    const tuples = Array.from({ length: ROWS_EACH }, (_, row) => tuple(start + row))
    return `INSERT INTO load_${name} (id, note) VALUES\n${tuples.join(',\n')};`
  }
  return `--liquibase formatted sql
--changeset bench:${name}
CREATE TABLE load_${name} (\n  id bigint PRIMARY KEY,\n${columns.join('\n')}\n  note text NOT NULL\n);
${Array.from({ length: INSERTS }, (_, at) => insert(at * ROWS_EACH)).join('\n')}
--rollback DROP TABLE load_${name};
`
}

function functions(name) {
  const lines = Array.from({ length: LINES }, (_, line) => `  -- step ${line} of ${name}\n  total := total + ${line};`)
  const body = `DECLARE total bigint := 0;\nBEGIN\n${lines.join('\n')}\n  RETURN total;\nEND`
  return `--liquibase formatted sql
--changeset bench:${name} splitStatements:false
CREATE FUNCTION total_${name}() RETURNS bigint LANGUAGE plpgsql AS $$\n${body} $$;
--rollback DROP FUNCTION total_${name};
`
}

/** Keeps the package from being kept: a file of the changelog is younger at every look. */
async function touching(folder, use) {
  const file = join(folder, 'changes', '0001.sql')
  const timer = setInterval(() => utimesSync(file, new Date(), new Date()), 5)
  try {
    return await use()
  } finally {
    clearInterval(timer)
  }
}

async function soaked(server, folder, etag, seconds) {
  const samples = []
  const timer = setInterval(() => samples.push(residentBytes(server.pid)), 250)
  const each = seconds / 3
  try {
    await fire(server.url, each, { 'if-none-match': etag })
    // Between two kinds of load, so that each quarter of the soak has some of all.
    for (let round = 0; round < 4; round += 1) {
      await fire(server.url, each / 4)
      await touching(folder, () => fire(server.url, each / 4))
    }
  } finally {
    clearInterval(timer)
  }
  const quarter = Math.floor(samples.length / 4)
  const [first, last] = [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))]
  return {
    seconds,
    startMegabytes: toMegabytes(first),
    endMegabytes: toMegabytes(last),
    peakMegabytes: toMegabytes(Math.max(...samples)),
    growth: Math.round((last / first) * 100) / 100,
  }
}

function residentBytes(pid) {
  const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
  return Number(pages) * 4_096
}

function toMegabytes(bytes) {
  return Math.round(bytes / 1e6)
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

async function startServer(folder, cluster) {
  writeChangelog(folder)
  const args = ['serve', '--insecure-no-auth', '--port', '0', '--rate-limit', MANY, '--changelog', 'master.xml']
  const paths = ['--search-path', folder, '--state-dir', join(folder, 'state')]
  const databases = ['--database-url', `${cluster}/load`, '--manager-url', `${cluster}/manager`]
  const child = spawn(process.execPath, [options.cli, ...args, ...paths, ...databases], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
  })
  let told = ''
  child.stderr.on('data', (text) => {
    told = (told + text).slice(-4_000)
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/[\w.:[\]]+/.exec(line) ?? []
    if (url !== undefined) return { url, pid: child.pid, stop }
  }
  throw new Error(`the server did not start:\n${told}`)
}

/** What the package of it is, and that it is the one that was promised. */
async function look(url) {
  // Files that were written a moment ago keep their package from being kept.
  await wait(200)
  const reply = await fetch(`${url}${PATH}`, { headers: { 'accept-encoding': 'identity' } })
  if (!reply.ok) throw new Error(`the server answers ${reply.status}: ${await reply.text()}`)
  const bytes = (await reply.arrayBuffer()).byteLength
  return { etag: reply.headers.get('etag'), bytes, changesets: Number(reply.headers.get('x-package-changesets')) }
}

/** Tables, functions and rows in about the measure of a real changelog. */
function writeChangelog(folder) {
  mkdirSync(join(folder, 'changes'))
  for (let number = 1; number <= CHANGESETS; number += 1) {
    const name = String(number).padStart(4, '0')
    writeFileSync(join(folder, 'changes', `${name}.sql`), number % 2 === 0 ? functions(name) : table(name))
  }
  writeFileSync(
    join(folder, 'master.xml'),
    `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.28.xsd">
  <includeAll path="changes/"/>
</databaseChangeLog>
`,
  )
}

if (options.help) {
  console.log(`usage: node bench/load.mjs [--seconds 10] [--soak 60] [--out result.json] [--cli dist/cli.js]

Measures revalidation, cached downloads, uncached builds (one of the files is touched all the time), then memory over a
soak of all three, each with ${CONNECTIONS} connections. --seconds is the length of each measurement, --soak that of the soak.`)
} else {
  const results = await withCluster(measureAll)
  const text = `${JSON.stringify(results, null, 2)}\n`
  if (options.out !== undefined) writeFileSync(options.out, text)
  process.stdout.write(text)
  if (results.missed.length > 0) process.exitCode = 1
}
