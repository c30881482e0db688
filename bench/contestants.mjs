// The command lines that are measured. Everyone gets the same files, the same server and the settings it comes with.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
    {
      name: 'floor: psql -f of our package',
      role: 'floor',
      database: 'bench_psql',
      // Made once, beforehand, and not measured: this is what the server itself needs.
      preparation: dvm(work, cluster, out, null, [
        'package',
        'sql',
        '--kind',
        'offline',
        '--out',
        join(out, 'floor.sql'),
      ]),
      command: {
        program: 'psql',
        args: [
          '-X',
          '-q',
          '-h',
          cluster.host,
          '-p',
          `${cluster.port}`,
          '-U',
          cluster.user,
          '-f',
          'floor.sql',
          'bench_psql',
        ],
        cwd: out,
        env: { PGPASSWORD: cluster.password },
      },
    },
  ]
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
