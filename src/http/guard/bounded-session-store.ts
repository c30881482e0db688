import session from 'express-session'

export interface SessionBounds {
  readonly sessions: number
  readonly milliseconds: number
}

/**
 * Sessions in memory, at most so many and none older than its time. express-session's own MemoryStore grows with every
 * visitor who drops the cookie. The least recently used goes first: a Map keeps insertion order, and use re-inserts.
 */
export class BoundedSessionStore extends session.Store {
  readonly #held = new Map<string, { readonly text: string; readonly until: number }>()
  readonly #bounds: SessionBounds

  constructor(bounds: SessionBounds) {
    super()
    this.#bounds = bounds
  }

  override get(id: string, callback: (error: unknown, found?: session.SessionData | null) => void): void {
    const found = this.#held.get(id)
    if (found !== undefined && found.until <= performance.now()) this.#held.delete(id)
    const live = this.#held.get(id)
    callback(null, live === undefined ? null : JSON.parse(live.text))
  }

  override set(id: string, data: session.SessionData, callback?: (error?: unknown) => void): void {
    this.#held.delete(id)
    this.#held.set(id, { text: JSON.stringify(data), until: performance.now() + this.#bounds.milliseconds })
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.#bounds.sessions) break
      this.#held.delete(oldest)
    }
    callback?.()
  }

  override touch(id: string, data: session.SessionData, callback?: () => void): void {
    if (this.#held.has(id)) this.set(id, data)
    callback?.()
  }

  override destroy(id: string, callback?: (error?: unknown) => void): void {
    this.#held.delete(id)
    callback?.()
  }

  override length(callback: (error: unknown, length?: number) => void): void {
    callback(null, this.#held.size)
  }
}
