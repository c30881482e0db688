import type { RequestedKind } from './package-request.ts'
import type { Progress } from './report.ts'
import type { StagedFacts } from './staged-package.ts'

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

export const JOB_OWNERS = ['user', 'token', 'local'] as const

/** Who sent it, as they were called then. */
export interface JobOwner {
  readonly kind: (typeof JOB_OWNERS)[number]
  readonly id: string
  readonly name: string
}

/** A problem as the API shows it: without secrets and without paths of this machine. */
export type ShownProblem = Readonly<Record<string, unknown>> & { readonly code: string }

/** A package that is built while nobody waits. Times are ISO 8601 UTC. */
export interface Job {
  readonly id: string
  /** Grows with the order in which jobs came. */
  readonly number: string
  /** Grows with every change of what is told here. */
  readonly revision: number
  /** Name of the registered database. */
  readonly target: string
  /** Further ones that it reads. */
  readonly others: readonly string[]
  readonly kind: RequestedKind
  readonly owner: JobOwner
  readonly state: JobState
  /** Whether it is to end; it has not yet where its state is running. */
  readonly cancelRequested: boolean
  /** Null before anything is known of it. */
  readonly progress: Progress | null
  /** How often an instance took it. */
  readonly tries: number
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** Until when its file is kept. */
  readonly expiresAt: string | null
  readonly problem: ShownProblem | null
  readonly result: StagedFacts | null
}

export function isOver(state: JobState): boolean {
  return state !== 'queued' && state !== 'running'
}
