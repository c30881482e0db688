import type { Log } from '../kit/log.ts'
import { redact } from '../kit/redact.ts'
import type { Warning } from '../model/changelog.ts'
import type { OnProgress } from '../model/report.ts'
import type { Flags } from '../settings/settings-input.ts'
import type { Parts, Stream } from './parts.ts'
import { formatWarnings } from './print/format-warnings.ts'
import { type Paint, paintFor } from './print/paint.ts'
import { type ProgressBar, progressBar } from './print/progress-bar.ts'
import { terminalLog } from './print/terminal-log.ts'
import { visible } from './print/visible.ts'

/** How a command's answer is printed: results on standard output, everything else on standard error. */
export interface Output {
  readonly json: boolean
  readonly paint: Paint
  /** Columns of the terminal; `null` where output goes elsewhere, and nothing is cut. */
  readonly width: number | null
  readonly bar: ProgressBar
  readonly log: Log
  /** The result: JSON of `value`, or the text that `format` makes. */
  result(value: unknown, format: () => string): void
  /** Something beside the result; `--quiet` and JSON leave it out. */
  note(text: string): void
  warnings(warnings: readonly Warning[]): void
}

/** What long work is to be told by: the bar, and a note where somebody holds the changelog lock. */
export function tellingOf(output: Output): {
  readonly onProgress: OnProgress
  readonly onWait: (message: string) => void
} {
  return { onProgress: output.bar.onProgress, onWait: output.note }
}

/** `to` is where the result goes: standard error where standard output carries the package itself. */
export function openOutput(parts: Parts, flags: Flags, to: Stream = parts.stdout): Output {
  const json = flags['format'] === 'json'
  const quiet = flags['quiet'] === true
  const bar = progressBar(parts.stderr, parts.clock, !quiet && !json)
  const errorPaint = paintOf(parts, flags, parts.stderr)
  return {
    json,
    paint: paintOf(parts, flags, to),
    width: to.isTTY === true ? (to.columns ?? 80) : null,
    bar,
    log: terminalLog(parts.stderr, flags['verbose'] === true ? 'debug' : quiet ? 'error' : 'warn', parts.secrets),
    result(value, format) {
      bar.clear()
      if (json) to.write(`${JSON.stringify(value, null, 2)}\n`)
      else if (!quiet || to === parts.stdout) to.write(format())
    },
    note(text) {
      bar.clear()
      if (!quiet && !json) parts.stderr.write(`${visible(redact(text, parts.secrets), 'lines')}\n`)
    },
    warnings(warnings) {
      bar.clear()
      // Standard error of a JSON run carries one document or nothing.
      if (quiet || json) return
      parts.stderr.write(formatWarnings(warnings, errorPaint, parts.secrets))
    },
  }
}

export function paintOf(parts: Parts, flags: Flags, stream: Stream): Paint {
  return paintFor({
    terminal: stream.isTTY === true,
    wanted: flags['color'] !== false,
    noColor: parts.environment['NO_COLOR'],
    term: parts.environment['TERM'],
  })
}
