import { ApiError } from './api-error.ts'
import { ask } from './ask.ts'
import { actionButton, actionCell, cell, requireElement, row, showRows, textElement } from './dom.ts'
import { isOver } from './follow-job.ts'
import { formatBytes, formatTime } from './format.ts'
import { showMessage, toApiError } from './message.ts'
import { endJob, fetchJobs, fileAddressOf, type Job } from './package-api.ts'
import { KINDS } from './package-kinds.ts'
import { forgetResult, showResult } from './package-result.ts'
import { showToast } from './toast.ts'

const SHOWN = 20
const STATES: Readonly<Record<Job['state'], string>> = {
  queued: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export interface JobList {
  /** Gives the jobs that are not over yet. */
  reload(): Promise<readonly Job[]>
}

/** The latest packages of whoever looks. */
export function startJobList(): JobList {
  const table = requireElement('jobs-table', HTMLTableElement)
  const caption = requireElement('jobs-caption', HTMLTableCaptionElement)
  const reload = async (): Promise<readonly Job[]> => {
    try {
      const jobs = await fetchJobs(SHOWN)
      showRows(
        table,
        jobs.map((job) => toRow(job, reload)),
      )
      caption.textContent = jobs.length === 0 ? 'None yet.' : `The latest ${jobs.length}, newest first.`
      return jobs.filter((job) => !isOver(job))
    } catch (error) {
      caption.textContent = `Your packages cannot be shown: ${toApiError(error).message}.`
      return []
    }
  }
  return { reload }
}

function toRow(job: Job, reload: () => Promise<unknown>): HTMLTableRowElement {
  const { result } = job
  const name = cell('Package', KINDS[job.kind].title)
  name.append(textElement('small', [job.target, result?.fileName].filter((part) => part !== undefined).join(' · ')))
  const state = cell('State', job.cancelRequested && !isOver(job) ? 'Cancelling' : STATES[job.state])
  if (job.problem !== null) state.append(textElement('small', job.problem.detail))
  const size = cell('Size', result === null ? '' : formatBytes(result.bytes))
  return row(name, state, cell('Asked for', formatTime(job.createdAt)), size, actionCell(...toActions(job, reload)))
}

function toActions(job: Job, reload: () => Promise<unknown>): readonly HTMLElement[] {
  const about = job.result?.fileName ?? `${KINDS[job.kind].title} of ${formatTime(job.createdAt)}`
  const act = async (what: string, run: () => Promise<unknown>): Promise<void> => {
    const message = requireElement('jobs-message', HTMLDivElement)
    showMessage(message, null)
    await run().catch((error: unknown) => showMessage(message, error, what))
    await reload()
  }
  const cancel = (): Promise<void> => act('Not cancelled', () => endJob(job.id))
  const remove = async (): Promise<void> => {
    const sure = await ask({
      title: 'Remove this package?',
      text: `${about} is removed from the server. Files that were downloaded stay.`,
      yes: 'Remove',
    })
    if (sure === null) return
    forgetResult(job.id)
    await act('Not removed', () => endJob(job.id))
    requireElement('jobs-title', HTMLHeadingElement).focus()
  }
  if (!isOver(job)) return [actionButton('Cancel', cancel, about)]
  return [...toOpeners(job, about), actionButton('Remove', remove, about)]
}

function toOpeners(job: Job, about: string): readonly HTMLElement[] {
  const { problem } = job
  if (job.state === 'failed' && problem !== null) {
    const why = (): void => showMessage(requireElement('message', HTMLDivElement), ApiError.of(problem), 'No package')
    return [actionButton('Why', why, about)]
  }
  if (job.result === null) return []
  const show = async (): Promise<void> => {
    const shown = showResult(job)
    requireElement('result-title', HTMLHeadingElement).focus()
    await shown
  }
  const link = textElement('a', 'Download', 'button')
  link.href = fileAddressOf(job.id)
  link.download = ''
  link.setAttribute('aria-label', `Download ${about}`)
  link.addEventListener('click', () => showToast(`Saving ${about}`, 'success'))
  return [actionButton('Show', show, about), link]
}
