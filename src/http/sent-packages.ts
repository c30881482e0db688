/** Which package was sent last for a question: its ETag, and the time that stands in it. */
export interface SentPackage {
  readonly etag: string
  readonly generatedAt: string
}

export interface SentPackages {
  find(question: string): SentPackage | null
  remember(question: string, sent: SentPackage): void
}

/** Remembers the last `most` questions; the one asked longest ago is forgotten first. */
export function createSentPackages(most: number): SentPackages {
  const sent = new Map<string, SentPackage>()
  return {
    find: (question) => sent.get(question) ?? null,
    remember(question, latest) {
      sent.delete(question)
      sent.set(question, latest)
      const [oldest] = sent.keys()
      if (oldest !== undefined && sent.size > most) sent.delete(oldest)
    },
  }
}

/** Whether `If-None-Match` names the tag: weak comparison, as it is defined (RFC 9110, 13.1.2). */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((item) => item.trim().replace(/^W\//, '') === etag) ?? false
}
