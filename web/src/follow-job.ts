import { toApiError } from './message.ts'
import { fetchJob, type Job, watchJob } from './package-api.ts'

const LOOK_MS = 2_000
/** Events come at least so often from a server that is reached directly; some proxies hold them back. */
const SILENCE_MS = 6_000

export interface JobListener {
  onJob(job: Job): void
  /** The job cannot be looked at now; that is tried again. */
  onTrouble(text: string): void
}

export const isOver = ({ state }: Job): boolean => state !== 'queued' && state !== 'running'

/** Tells how far a job is, by its events, and by looking where none come; gives the job when it is over. */
export function followJob(first: Job, { onJob, onTrouble }: JobListener): Promise<Job> {
  return new Promise((resolve, reject) => {
    let heardAt = performance.now()
    let closed = false
    let stop: () => void = () => undefined
    const finish = (): void => {
      clearInterval(timer)
      stop()
    }
    const see = (job: Job): void => {
      heardAt = performance.now()
      onJob(job)
      if (!isOver(job)) return
      finish()
      resolve(job)
    }
    let looking = false
    const look = async (): Promise<void> => {
      if (looking || (!closed && performance.now() - heardAt < SILENCE_MS)) return
      looking = true
      try {
        see(await fetchJob(first.id))
      } catch (error) {
        const known = toApiError(error)
        if (known.code === 'JOB_NOT_FOUND') {
          finish()
          reject(known)
        } else onTrouble(`${known.message}; the page tries again`)
      } finally {
        looking = false
      }
    }
    const timer = setInterval(() => void look(), LOOK_MS)
    stop = watchJob(first.id, see, () => {
      closed = true
    })
    see(first)
  })
}
