// Time and memory over the number of changesets, both axes logarithmic: linear work is a straight line of slope 1.
const PANEL = { width: 380, height: 300, left: 60, top: 40, gap: 80 }
const LINES = [
  { job: 'package', role: 'theirs', colour: '#c0392b', dash: '' },
  { job: 'package', role: 'ours', colour: '#1f6fb2', dash: '' },
  { job: 'update', role: 'theirs', colour: '#c0392b', dash: '6 4' },
  { job: 'update', role: 'ours', colour: '#1f6fb2', dash: '6 4' },
]

/** The picture as SVG text; other kinds of work than many small files have no place in it. */
export function drawSvg({ contests }) {
  const series = LINES.map((line) => ({ ...line, points: pointsOf(contests, line) })).filter(
    ({ points }) => points.length > 0,
  )
  const width = 2 * (PANEL.left + PANEL.width) + PANEL.gap
  const height = PANEL.top + PANEL.height + 60 + 20 * series.length
  const panels = [
    drawPanel(series, 'seconds', PANEL.left, ({ wall }) => wall.median),
    drawPanel(series, 'peak memory, MB', PANEL.left + PANEL.width + PANEL.gap, ({ peak }) => peak?.median),
  ]
  const style = 'text { font: 12px sans-serif; fill: #333 } .grid { stroke: #ddd } .axis { stroke: #333; fill: none }'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<style>${style}</style><rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
${drawLegend(series)}
</svg>
`
}

function pointsOf(contests, { job, role }) {
  return contests
    .filter((contest) => contest.job === job && contest.kind === 'files')
    .toSorted((a, b) => a.changesets - b.changesets)
    .map(({ changesets, rows }) => ({ changesets, row: rows.find((row) => row.role === role) }))
}

function drawPanel(series, title, left, read) {
  const lines = series.map(({ points, ...line }) => ({
    ...line,
    points: points.map(({ changesets, row }) => [changesets, read(row)]).filter(([, value]) => value !== undefined),
  }))
  const all = lines.flatMap(({ points }) => points)
  if (all.length === 0) return ''
  const x = scale(
    all.map(([count]) => count),
    left,
    left + PANEL.width,
  )
  const y = scale(
    all.map(([, value]) => value),
    PANEL.top + PANEL.height,
    PANEL.top,
  )
  const grid = [
    ...x.ticks.map(
      (at) =>
        `<path class="grid" d="M${x.place(at)} ${PANEL.top}v${PANEL.height}"/>${text(x.place(at), PANEL.top + PANEL.height + 18, label(at), 'middle')}`,
    ),
    ...y.ticks.map(
      (at) =>
        `<path class="grid" d="M${left} ${y.place(at)}h${PANEL.width}"/>${text(left - 6, y.place(at) + 4, label(at), 'end')}`,
    ),
  ]
  const drawn = lines.map(({ points, colour, dash }) => {
    const places = points.map(([count, value]) => [x.place(count), y.place(value)])
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`)
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}" points="${places.join(' ')}"/>${dots.join('')}`
  })
  const frame = `<rect class="axis" x="${left}" y="${PANEL.top}" width="${PANEL.width}" height="${PANEL.height}"/>`
  const names = `${text(left, PANEL.top - 12, title)}${text(left + PANEL.width, PANEL.top + PANEL.height + 36, 'changesets', 'end')}`
  return [...grid, frame, names, ...drawn].join('\n')
}

/** Whole powers of ten around the values, so that both panels can be read without a ruler. */
function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  const place = (value) => Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10
  return { place, ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)) }
}

function label(value) {
  return value >= 1 ? value.toLocaleString('en') : `${value}`
}

function drawLegend(series) {
  return series
    .map(({ points, colour, dash }, index) => {
      const y = PANEL.top + PANEL.height + 60 + 20 * index
      const line = `<path d="M${PANEL.left} ${y}h40" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`
      return `${line}${text(PANEL.left + 50, y + 4, points[0].row.name)}`
    })
    .join('\n')
}

function text(x, y, words, anchor = 'start') {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`
}
