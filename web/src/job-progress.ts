import { requireElement } from './dom.ts'
import { followJob, isOver } from './follow-job.ts'
import { toApiError } from './message.ts'
import { endJob, type Job } from './package-api.ts'
import { showToast } from './toast.ts'

const PHASES: Readonly<Record<NonNullable<Job['progress']>['phase'], string>> = {
  read: 'Reading',
  render: 'Building',
  write: 'Writing',
  apply: 'Applying',
  record: 'Recording',
}

/** Shows how far the job is, with a button that cancels it, until it is over. */
export async function showProgressOf(job: Job): Promise<Job> {
  const cancel = requireElement('cancel', HTMLButtonElement)
  cancel.disabled = false
  cancel.onclick = () => void cancelJob(job.id, cancel)
  try {
    return await followJob(job, { onJob: show, onTrouble: showText })
  } finally {
    hideProgress()
    cancel.onclick = null
  }
}

/** Before there is a job. */
export function showBeginning(): void {
  requireElement('cancel', HTMLButtonElement).disabled = true
  showBar(0, 0)
  showText('Sending the request')
  requireElement('progress', HTMLDivElement).hidden = false
}

export function hideProgress(): void {
  requireElement('progress', HTMLDivElement).hidden = true
}

async function cancelJob(id: string, button: HTMLButtonElement): Promise<void> {
  button.disabled = true
  showText('Cancelling')
  try {
    await endJob(id)
  } catch (error) {
    button.disabled = false
    showToast(`Not cancelled: ${toApiError(error).message}.`, 'warning')
  }
}

function show(job: Job): void {
  if (isOver(job)) return
  requireElement('progress', HTMLDivElement).hidden = false
  const { progress } = job
  showBar(progress?.done ?? 0, progress?.total ?? 0)
  showText(describe(job))
}

function describe({ state, cancelRequested, progress }: Job): string {
  if (cancelRequested) return 'Cancelling'
  if (state === 'queued') return 'Waiting for its turn'
  if (progress === null) return 'Building the package'
  const { phase, done, total, current } = progress
  const count = total > 0 ? `: ${done} of ${total}` : ''
  return `${PHASES[phase]}${count}${current === '' ? '' : `, ${current}`}`
}

function showBar(done: number, total: number): void {
  const bar = requireElement('progress-bar', HTMLProgressElement)
  if (total > 0) {
    bar.max = total
    bar.value = done
  } else bar.removeAttribute('value')
}

function showText(text: string): void {
  requireElement('progress-text', HTMLSpanElement).textContent = text
}
