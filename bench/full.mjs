// node bench/full.mjs: what `dvm package full` adds to pg_dump, on the same database, in pairs. Needs PostgreSQL and a build.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withCluster } from './cluster.mjs'
import { measure } from './measure.mjs'

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js')
const TABLES = 10
const BYTES_PER_ROW = 170
const USAGE = `node bench/full.mjs [options]
  --size MEGABYTES   rows of the source, as the dump writes them (default: 1000)
  --runs N           pairs (default: 5)`

async function main() {
  const { values } = parseArgs({
    options: { size: { type: 'string' }, runs: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) return console.log(USAGE)
  if (!existsSync(cli)) throw new Error('dist/cli.js is missing: npm run build')
  const megabytes = Number(values.size ?? 1000)
  const folder = mkdtempSync(join(tmpdir(), 'dvm-bench-full-'))
  try {
    await withCluster(async (cluster) => {
      await cluster.create('shop')
      await cluster.query('shop', sourceOf(megabytes))
      await cluster.query('shop', 'CHECKPOINT')
      console.log(`${cluster.version}, Node ${process.version}; load before the start ${loadavg()[0].toFixed(2)}`)
      report(await contest(cluster, folder, Number(values.runs ?? 5)), folder)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Orders with lines: numbers, times and text, keys and indexes, of which a dump takes the rows. */
function sourceOf(megabytes) {
  const rows = Math.round((megabytes * 1e6) / TABLES / BYTES_PER_ROW)
  const tables = Array.from(
    { length: TABLES },
    (
      _,
      n,
    ) => `CREATE TABLE orders_${n} (id bigint PRIMARY KEY, customer int NOT NULL, at timestamptz, total numeric, note text);
      INSERT INTO orders_${n} SELECT i, i % 1000, to_timestamp(i), i * 1.01, repeat(md5(i::text), 4) FROM generate_series(1, ${rows}) AS i;
      CREATE INDEX ON orders_${n} (customer, at);`,
  )
  return `SET synchronous_commit = off; ${tables.join('\n')}`
}

/** One run of each to warm the cache, then pairs whose order changes. */
async function contest(cluster, folder, runs) {
  const env = { PGPASSWORD: cluster.password }
  const url = `postgres://${cluster.user}@${cluster.host}:${cluster.port}/shop`
  const contestants = {
    pg_dump: { program: 'pg_dump', args: ['-d', url, '-f', join(folder, 'pg_dump.sql')], env },
    dvm: {
      program: process.execPath,
      args: [cli, 'package', 'full', '--database-url', url, '--out', join(folder, 'dvm.sql')],
      env,
    },
  }
  const seen = { pg_dump: [], dvm: [] }
  for (let run = 0; run <= runs; run++) {
    for (const name of run % 2 === 0 ? ['pg_dump', 'dvm'] : ['dvm', 'pg_dump']) {
      const result = await measure(contestants[name])
      if (run > 0) seen[name].push(result)
    }
  }
  return seen
}

function report({ pg_dump, dvm }, folder) {
  const added = dvm.map(({ wall }, run) => wall / pg_dump[run].wall - 1)
  const megabytes = (statSync(join(folder, 'pg_dump.sql')).size / 1e6).toFixed(0)
  console.log(`dump of ${megabytes} MB, ${dvm.length} pairs, medians:`)
  for (const [name, results] of Object.entries({ pg_dump, dvm })) {
    const [wall, peak, tree] = ['wall', 'peak', 'tree'].map((what) =>
      median(results.map((result) => result[what] ?? 0)),
    )
    console.log(
      `  ${name.padEnd(8)} ${wall.toFixed(2)} s, ${peak.toFixed(0)} MB, with its children ${tree.toFixed(0)} MB`,
    )
  }
  const percent = (share) => `${(share * 100).toFixed(1)} %`
  console.log(`  dvm adds ${percent(median(added))} (${percent(Math.min(...added))} to ${percent(Math.max(...added))})`)
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

await main()
