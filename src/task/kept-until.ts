const DAY_MS = 24 * 60 * 60 * 1_000

/** When the file of a job goes that ends now. */
export function keptUntil(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS)
}
