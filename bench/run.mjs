// npm run bench: whole processes in turns on the same work, real Liquibase against dvm. Needs Java, PostgreSQL and a build.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withCluster } from './cluster.mjs'
import { runContest } from './contest.mjs'
import { findMissing } from './contestants.mjs'
import { drawSvg } from './draw-svg.mjs'
import { makeChangelog } from './make-changelog.mjs'
import { meter } from './measure.mjs'
import { describeMachine, formatContest, formatGrowth, formatMarkdown } from './report.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const USAGE = `npm run bench -- [options]
  --sizes LIST            numbers of changesets, NUMBER"MB" for one large data migration, "big" for 200MB, "tree" for 5,000
                          changesets in a tree of XML, YAML, JSON and SQL files, "tree"NUMBER for another number
                          (default: 50,1000,10000,big,tree)
  --runs N                rounds of each contest (default: more for small sizes, fewer for large ones)
  --only package|update   one of the two jobs
  --json FILE             where the results go (default: bench/results.json; the picture lies beside it as .svg)
  --readme                also put the table into README.md, between its two bench marks`

async function main() {
  const { values } = parseArgs({
    options: { ...option('sizes', 'runs', 'only', 'json'), readme: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) return console.log(USAGE)
  const jobs = readJobs(values.only)
  const works = (values.sizes ?? '50,1000,10000,big,tree').split(',').map((size) => makeChangelog(size.trim()))
  const missing = findMissing()
  if (missing.length > 0) throw new Error(`missing: ${missing.join('; ')}`)
  const results = await withCluster(async (cluster) => {
    const machine = readMachine(cluster)
    console.log(`${describeMachine(machine)}\nMemory by ${meter}; load before the start ${loadavg()[0].toFixed(2)}.`)
    const contests = []
    for (const job of jobs) {
      for (const work of works) {
        const contest = await runContest(job, work, readRuns(values.runs, job, work), cluster, (line) =>
          console.error(line),
        )
        console.log(`\n${formatContest(contest)}`)
        contests.push(contest)
      }
      const sizes = contests.filter((contest) => contest.job === job && contest.kind === 'files')
      if (sizes.length > 1) console.log(`\n${formatGrowth(sizes)}`)
    }
    return { machine, meter, contests }
  })
  save(results, resolve(values.json ?? join(here, 'results.json')), values.readme === true)
}

function option(...names) {
  return Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
}

function readJobs(only) {
  if (only === undefined) return ['package', 'update']
  if (only !== 'package' && only !== 'update') throw new Error(`--only is package or update, not "${only}"`)
  return [only]
}

/** Small work is noisy and cheap, large work is steady and takes Liquibase minutes. */
function readRuns(given, job, { changesets, megabytes }) {
  if (given !== undefined) {
    if (!/^[1-9]\d*$/.test(given)) throw new Error(`--runs is a whole number from 1, not "${given}"`)
    return Number(given)
  }
  if (changesets >= 10_000 || (megabytes ?? 0) >= 100) return job === 'package' ? 5 : 3
  return changesets >= 1000 ? 7 : 11
}

function readMachine(cluster) {
  const [first] = cpus()
  // On standard error, for historical reasons.
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr.split('\n')[0].replaceAll('"', '')
  const { version } = JSON.parse(readFileSync(join(here, '..', 'node_modules', 'liquibase', 'package.json'), 'utf8'))
  return {
    cores: cpus().length,
    processor: first?.model.trim() ?? 'unknown',
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    java,
    postgres: cluster.version.replace('postgres (PostgreSQL)', 'PostgreSQL'),
    liquibase: `${version} (npm)`,
  }
}

function save(results, file, readme) {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  writeFileSync(file.replace(/(\.json)?$/, '.svg'), drawSvg(results))
  console.log(`\nWritten: ${file} and the picture beside it.`)
  if (!readme) return
  const target = join(here, '..', 'README.md')
  const [begin, end] = ['<!-- bench -->\n', '<!-- /bench -->']
  const text = readFileSync(target, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin.trim()} … ${end}`)
  writeFileSync(target, `${text.slice(0, from + begin.length)}${formatMarkdown(results)}\n${text.slice(to)}`)
}

// Interrupted, the server and its data go too: they are cleared at exit.
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) process.on(signal, () => process.exit(code))

try {
  await main()
} catch (error) {
  console.error(`bench: ${error.message}\n(--help lists the options)`)
  process.exitCode = 1
}
