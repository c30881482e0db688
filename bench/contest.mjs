// Runs the contestants of one size in turns, so that whatever else the machine does hits all of them alike.
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageContestants, updateContestants } from './contestants.mjs'
import { measure } from './measure.mjs'

const out = join(dirname(fileURLToPath(import.meta.url)), 'work', 'out')

/**
 * One table of the report: `{ job, size, kind, label, changesets, megabytes, runs, rows }`, a row `{ name, role, wall, cpu, peak,
 * tree }` with `{ min, median, max }` each. `update` runs are held against each other: whoever left another history or other
 * tables than Liquibase did not do the work, and the bench fails.
 */
export async function runContest(job, work, runs, cluster, say) {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const contestants = (job === 'package' ? packageContestants : updateContestants)(work, cluster, out)
  const samples = new Map(contestants.map(({ name }) => [name, []]))
  for (const { prepare } of contestants) await prepare?.()
  if (job === 'package') await cluster.create('bench_empty')
  for (let run = 1; run <= runs; run++) {
    const outcomes = []
    for (const { name, database, command, bare } of contestants) {
      if (job === 'update') await cluster.create(database)
      const sample = await measure(command)
      samples.get(name).push(sample)
      say(`${work.label}, ${job} ${run} of ${runs}: ${name} ${sample.wall.toFixed(2)} s`)
      if (job === 'update' && bare !== true) outcomes.push({ name, outcome: await outcomeOf(cluster, database, work) })
    }
    requireSame(outcomes)
  }
  rmSync(out, { recursive: true, force: true })
  const rows = contestants.map(({ name, role }) => ({ name, role, ...summarise(samples.get(name)) }))
  const { key: size, kind, label, changesets, megabytes } = work
  return { job, size, kind, label, changesets, megabytes, runs, rows }
}

/** What an update left, in a few bytes: history, objects, and the rows of the large migration. */
async function outcomeOf(cluster, database, work) {
  const data =
    work.megabytes === null ? "''" : "(SELECT count(*) || ' ' || sum(hashtext(letter::text)::bigint) FROM letter)"
  const [row] = await cluster.query(
    database,
    `SELECT (SELECT count(*) FROM databasechangelog)::int AS changesets,
       (SELECT md5(string_agg(concat_ws(' ', id, author, filename, md5sum, exectype, description, comments), ',' ORDER BY orderexecuted))
          FROM databasechangelog) AS history,
       (SELECT md5(string_agg(concat_ws(' ', relname, relkind), ',' ORDER BY relname)) FROM pg_class
          WHERE relnamespace = 'public'::regnamespace) AS relations,
       (SELECT md5(string_agg(proname || prosrc, ',' ORDER BY proname)) FROM pg_proc
          WHERE pronamespace = 'public'::regnamespace) AS functions,
       ${data} AS data`,
  )
  if (row.changesets !== work.changesets)
    throw new Error(`${database}: ${row.changesets} of ${work.changesets} changesets ran`)
  return JSON.stringify(row)
}

function requireSame(outcomes) {
  const other = outcomes.find(({ outcome }) => outcome !== outcomes[0].outcome)
  if (other === undefined) return
  throw new Error(
    `${other.name} left another database than ${outcomes[0].name}:\n${other.outcome}\n${outcomes[0].outcome}`,
  )
}

function summarise(samples) {
  return Object.fromEntries(
    ['wall', 'cpu', 'peak', 'tree'].map((field) => [field, spread(samples.map((sample) => sample[field]))]),
  )
}

function spread(values) {
  if (values.some((value) => value === null)) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { min: sorted[0], median, max: sorted.at(-1) }
}
