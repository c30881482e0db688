// Results as text: an aligned table per contest, the ratios against the aims, and whether growth is linear.

// From the product's requirements. Memory: a share of Liquibase's, or megabytes.
const aims = [
  { fits: ({ size }) => size === '50' || size === '10000', faster: 12, share: 6 },
  { fits: ({ size }) => size === 'big' || size === '200MB', faster: 20, megabytes: 250 },
  { fits: ({ size }) => size === 'tree', faster: 10, share: 1 },
]

/** The table of one contest, with the ratio of the medians below it. */
export function formatContest(contest) {
  const head = ['', 'median s', 'min', 'max', 'CPU s', 'peak MB', 'min', 'max', 'all MB']
  const lines = contest.rows.map(({ name, wall, cpu, peak, tree }) => [
    name,
    seconds(wall.median),
    seconds(wall.min),
    seconds(wall.max),
    cpu === null ? '?' : seconds(cpu.median),
    ...(peak === null ? ['?', '?', '?'] : [peak.median, peak.min, peak.max].map((value) => value.toFixed(0))),
    tree === null ? '?' : tree.median.toFixed(0),
  ])
  const title = `${contest.job}, ${contest.label} (${contest.runs} ${contest.runs === 1 ? 'round' : 'rounds'})`
  return [title, ...align([head, ...lines]), ...formatRatio(contest)].join('\n')
}

function formatRatio(contest) {
  const lines = contest.rows
    .filter(({ role }) => role === 'ours' || role === 'aside')
    .map((row) => {
      const { faster, share } = ratioOf(contest, row)
      const memory = share === null ? '' : `, with 1/${share.toFixed(1)} of its memory`
      return `  ${row.name}: ${faster.toFixed(1)} times as fast as Liquibase${memory}`
    })
  return [...lines, ...formatAim(contest)]
}

function formatAim(contest) {
  const aim = contest.job === 'package' ? aims.find(({ fits }) => fits(contest)) : undefined
  if (aim === undefined) return []
  const { faster, share, peak } = ratioOf(contest, rowOf(contest, 'ours'))
  const fits = aim.share === undefined ? peak <= aim.megabytes : share >= aim.share
  const limit = aim.share === undefined ? `at most ${aim.megabytes} MB` : `1/${aim.share} of its memory`
  const memory = share === null ? 'not measured' : fits ? 'met' : 'missed'
  return [`  aim: ${aim.faster} times as fast ${faster >= aim.faster ? 'met' : 'missed'}; ${limit} ${memory}`]
}

/** Ratio of the medians: `faster` and `share` say how many times as much Liquibase takes. */
function ratioOf(contest, ours) {
  const theirs = rowOf(contest, 'theirs')
  const known = theirs.peak !== null && ours.peak !== null
  return {
    faster: theirs.wall.median / ours.wall.median,
    share: known ? theirs.peak.median / ours.peak.median : null,
    peak: known ? ours.peak.median : null,
  }
}

/**
 * What each further changeset costs between one size and the next: work is linear where this does not grow. The cost per
 * changeset itself falls with the size, since starting up is shared by more.
 */
export function formatGrowth(contests) {
  const steps = contests.filter(({ kind }) => kind === 'files').toSorted((a, b) => a.changesets - b.changesets)
  const head = ['', 'changesets', 'ms each', 'KB each', 'ms per further one', 'KB per further one']
  const lines = ['theirs', 'ours'].flatMap((role) =>
    steps.map((contest, index) => {
      const now = rowOf(contest, role)
      const before = index === 0 ? null : { ...rowOf(steps[index - 1], role), count: steps[index - 1].changesets }
      return [now.name, contest.changesets.toLocaleString('en'), ...growth(now, contest.changesets, before)]
    }),
  )
  return [`growth, ${contests[0]?.job}`, ...align([head, ...lines])].join('\n')
}

function growth(now, count, before) {
  const [milliseconds, kilobytes] = [now.wall.median * 1000, now.peak === null ? Number.NaN : now.peak.median * 1024]
  const each = [milliseconds / count, kilobytes / count]
  if (before === null) return [...each.map((value) => value.toFixed(2)), '', '']
  const more = count - before.count
  const peak = before.peak === null ? Number.NaN : before.peak.median * 1024
  const further = [(milliseconds - before.wall.median * 1000) / more, (kilobytes - peak) / more]
  return [...each, ...further].map((value) => value.toFixed(2))
}

function rowOf({ rows }, role) {
  return rows.find((row) => row.role === role)
}

/** The table that README.md quotes. */
export function formatMarkdown({ machine, contests }) {
  const head = ['work', 'Liquibase', '`dvm`', 'faster', 'Liquibase memory', '`dvm` memory', 'memory', 'floor']
  const lines = contests.map((contest) => {
    const [theirs, ours] = ['theirs', 'ours'].map((role) => rowOf(contest, role))
    const floor = rowOf(contest, 'floor')
    const ratio = ratioOf(contest, ours)
    const memory = [theirs, ours].map(({ peak }) => (peak === null ? '?' : `${peak.median.toFixed(0)} MB`))
    const share = ratio.share === null ? '?' : `1/${ratio.share.toFixed(1)}`
    const times = [theirs, ours].map(({ wall }) => `${seconds(wall.median)} s`)
    const what = `\`${contest.job === 'package' ? 'package sql' : 'update'}\`, ${contest.label}`
    return [what, ...times, `${ratio.faster.toFixed(1)} ×`, ...memory, share, `${seconds(floor.wall.median)} s`]
  })
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'))
  const rows = [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`)
  return [...rows, '', describeMachine(machine)].join('\n')
}

/** One sentence on what the numbers were taken on. */
export function describeMachine({ cores, processor, memory, system, node, java, postgres, liquibase }) {
  return `Measured on ${cores} cores (${processor}), ${memory} GB, ${system}; Node ${node}, ${java}, ${postgres}, Liquibase ${liquibase}.`
}

function seconds(value) {
  return value.toFixed(value < 0.1 ? 3 : value < 10 ? 2 : 1)
}

function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')}`.trimEnd(),
  )
}
