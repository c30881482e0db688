/** Colours text, or leaves it as it is. */
export interface Paint {
  good(text: string): string
  warn(text: string): string
  bad(text: string): string
  dim(text: string): string
  bold(text: string): string
}

function style(open: number, close: number): (text: string) => string {
  return (text) => `\u001b[${open}m${text}\u001b[${close}m`
}

function plain(text: string): string {
  return text
}

const coloured: Paint = {
  good: style(32, 39),
  warn: style(33, 39),
  bad: style(31, 39),
  dim: style(2, 22),
  bold: style(1, 22),
}
const colourless: Paint = { good: plain, warn: plain, bad: plain, dim: plain, bold: plain }

/** Colour only on a terminal that has not declined it (no-color.org). */
export function paintFor(options: {
  readonly terminal: boolean
  readonly wanted: boolean
  readonly noColor: string | undefined
  readonly term: string | undefined
}): Paint {
  const declined = !options.wanted || Boolean(options.noColor) || options.term === 'dumb'
  return options.terminal && !declined ? coloured : colourless
}
