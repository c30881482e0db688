export interface AnsweredRequest {
  /** Template of the path; null where no operation was reached. */
  readonly route: string | null
  readonly method: string
  readonly status: number
  readonly seconds: number
}

export interface TargetState {
  readonly target: string
  readonly connected: boolean
  readonly healthy: boolean
}

/** What has to be asked when the figures are read. */
export interface Watched {
  readonly targets?: () => Promise<readonly TargetState[]>
  /** Jobs by state. */
  readonly jobs?: () => Promise<Readonly<Record<string, number>>>
  readonly cache?: () => CacheState
}

/** Of the cache of packages: counts since the start, and what it holds now. */
export interface CacheState {
  readonly hits: number
  readonly misses: number
  readonly packages: number
  readonly memoryBytes: number
  readonly diskBytes: number
}
