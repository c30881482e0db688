// The command lines that are measured. Everyone gets the same files, the same server and the settings it comes with.
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { measure } from './measure.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const liquibaseHome = join(root, 'node_modules', 'liquibase', 'dist', 'liquibase')
const liquibaseJar = join(liquibaseHome, 'internal', 'lib', 'liquibase-core.jar')
const cli = join(root, 'dist', 'cli.js')

/** What is missing on this machine; empty where the bench can run. */
export function findMissing() {
  const java = spawnSync('java', ['-version']).error === undefined
  return [
    ...(java ? [] : ['java (Debian: apt-get install default-jre-headless)']),
    ...(existsSync(liquibaseJar) ? [] : ['npm package liquibase (npm ci)']),
    ...(existsSync(cli) ? [] : ['dist/cli.js (npm run build)']),
    ...(spawnSync('psql', ['--version']).error === undefined
      ? []
      : ['psql (Debian: apt-get install postgresql-client)']),
  ]
}

/**
 * Who competes at making one SQL file: `{ name, role, database, changes, command }`. `role` is `theirs`, `ours` or
 * `floor`; `database` is one it connects to, or `null`.
 */
export function packageContestants(work, cluster, out) {
  const database = 'bench_empty'
  const pending = join(out, 'pending.sql')
  return [
    {
      name: 'liquibase update-sql',
      role: 'theirs',
      database,
      command: liquibase(work, cluster, out, database, [`--output-file=${join(out, 'liquibase.sql')}`, 'update-sql']),
    },
    {
      name: 'dvm package sql',
      role: 'ours',
      database,
      command: dvm(work, cluster, out, database, ['package', 'sql', '--kind', 'pending', '--out', pending]),
    },
    {
      name: 'dvm package sql --kind offline',
      role: 'aside',
      database: null,
      command: dvm(work, cluster, out, null, [
        'package',
        'sql',
        '--kind',
        'offline',
        '--out',
        join(out, 'offline.sql'),
      ]),
    },
    {
      name: 'floor: cat of the same files',
      role: 'floor',
      database: null,
      command: { program: 'cat', args: work.files, cwd: work.folder, stdout: join(out, 'cat.sql') },
    },
    {
      name: 'floor: node -e 0',
      role: 'floor',
      database: null,
      command: { program: process.execPath, args: ['-e', '0'], cwd: out },
    },
  ]
}

/** Who competes at bringing an empty database up to date; each has a database of its own, new for every run. */
export function updateContestants(work, cluster, out) {
  return [
    {
      name: 'liquibase update',
      role: 'theirs',
      database: 'bench_theirs',
      command: liquibase(work, cluster, out, 'bench_theirs', ['update']),
    },
    {
      name: 'dvm update',
      role: 'ours',
      database: 'bench_ours',
      command: dvm(work, cluster, out, 'bench_ours', ['update']),
    },
    // What the server itself needs, and what our guards and history rows add to it. No psql reads a structured change.
    ...(work.kind === 'tree'
      ? []
      : [
          {
            name: 'floor: psql, the bare statements',
            role: 'floor',
            database: 'bench_bare',
            prepare: () => writeBareSql(work, join(out, 'bare.sql')),
            command: psql(cluster, out, 'bench_bare', 'bare.sql'),
            bare: true,
          },
        ]),
    {
      name: 'floor: psql -f of our package',
      role: 'floor',
      database: 'bench_psql',
      prepare: () =>
        measure(
          dvm(work, cluster, out, null, ['package', 'sql', '--kind', 'offline', '--out', join(out, 'floor.sql')]),
        ),
      command: psql(cluster, out, 'bench_psql', 'floor.sql'),
    },
  ]
}

/** Each file in a transaction of its own, without guards and without history. */
async function writeBareSql(work, file) {
  // Thousands of files are piped into it, one after the other; each leaves its listeners until it is done.
  const bare = createWriteStream(file).setMaxListeners(0)
  for (const path of work.files.filter((name) => name.endsWith('.sql'))) {
    bare.write('BEGIN;\n')
    await pipeline(createReadStream(join(work.folder, path)), bare, { end: false })
    bare.write('\nCOMMIT;\n')
  }
  bare.end()
  await finished(bare)
}

function psql(cluster, out, database, file) {
  const server = ['-h', cluster.host, '-p', `${cluster.port}`, '-U', cluster.user]
  return {
    program: 'psql',
    args: ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...server, '-f', file, database],
    cwd: out,
    env: { PGPASSWORD: cluster.password },
  }
}

function liquibase(work, cluster, out, database, command) {
  const global = [
    '--show-banner=false',
    `--url=jdbc:postgresql://${cluster.host}:${cluster.port}/${database}`,
    `--username=${cluster.user}`,
    `--changelog-file=${work.master}`,
    `--search-path=${work.folder}`,
  ]
  return {
    program: 'java',
    args: ['-jar', liquibaseJar, ...global, ...command],
    // A folder of our own: it reads a liquibase.properties of where it stands.
    cwd: out,
    env: { LIQUIBASE_HOME: liquibaseHome, LIQUIBASE_COMMAND_PASSWORD: cluster.password },
  }
}

function dvm(work, cluster, out, database, command) {
  const url = `postgres://${cluster.user}@${cluster.host}:${cluster.port}/${database}`
  const source = ['--changelog', work.master, '--search-path', work.folder]
  return {
    program: process.execPath,
    args: [cli, ...command, ...source, ...(database === null ? [] : ['--database-url', url])],
    cwd: out,
    env: { PGPASSWORD: database === null ? undefined : cluster.password },
  }
}
