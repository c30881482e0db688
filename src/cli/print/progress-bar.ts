import type { Clock } from '../../kit/clock.ts'
import type { OnProgress, Progress } from '../../model/report.ts'
import type { Stream } from '../parts.ts'
import { visible } from './visible.ts'

const BAR = 24
const EVERY_MS = 80
const WORDS: Readonly<Record<Progress['phase'], string>> = {
  read: 'reading',
  render: 'rendering',
  write: 'writing',
  apply: 'applying',
  record: 'recording',
}

export interface ProgressBar {
  readonly onProgress: OnProgress
  /** Takes the bar off the screen; to be called before anything else is printed. */
  clear(): void
}

/** A line on a terminal that is drawn over and over; on anything but a terminal nothing is written. */
export function progressBar(stream: Stream, clock: Clock, wanted: boolean): ProgressBar {
  let drawnAt = 0
  let drawn = false
  return {
    onProgress(progress) {
      const now = clock.now().getTime()
      if (!wanted || stream.isTTY !== true || now - drawnAt < EVERY_MS) return
      drawnAt = now
      drawn = true
      stream.write(`\r\u001b[2K${line(progress, (stream.columns ?? 80) - 1)}`)
    },
    clear() {
      if (drawn) stream.write('\r\u001b[2K')
      drawn = false
    },
  }
}

function line({ phase, done, total, current }: Progress, width: number): string {
  const filled = total === 0 ? 0 : Math.round((Math.min(done, total) / total) * BAR)
  const bar = total === 0 ? '' : ` ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
  const count = total === 0 ? ` ${done}` : ` ${done}/${total}`
  return `${WORDS[phase]}${bar}${count} ${visible(current)}`.slice(0, width)
}
