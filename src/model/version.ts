/** A named point of a history. */
export type Version =
  | { readonly kind: 'tag'; readonly tag: string }
  /** Behind this changeset. */
  | { readonly kind: 'id'; readonly id: string; readonly author: string | null; readonly path: string | null }
  /** Behind the last changeset of this deployment. */
  | { readonly kind: 'deployment'; readonly deployment: string }
  /** Behind what ran until then; `YYYY-MM-DDTHH:MM:SS.mmm` without zone, as the history has its dates. */
  | { readonly kind: 'date'; readonly date: string }
  /** Behind the changeset that ran with this number; 0 is the empty history. */
  | { readonly kind: 'order'; readonly order: number }

/** How a version may be written, for messages and help. */
export const VERSION_FORMS = 'tag:NAME, id:ID[::AUTHOR[::PATH]], deployment:ID, date:2026-11-01[T12:30[:00]], order:N'

/**
 * Reads `tag:…`, `id:ID[::AUTHOR[::PATH]]`, `deployment:…`, `date:…`, `order:N`; a word without a colon is a tag. A date
 * alone is the beginning of its day, as for Liquibase's rollback-to-date. Null for anything else.
 */
export function parseVersion(text: string): Version | null {
  const at = text.indexOf(':')
  if (at === -1) return text.trim() === '' ? null : { kind: 'tag', tag: text }
  const rest = text.slice(at + 1)
  if (rest.trim() === '') return null
  switch (text.slice(0, at).trim().toLowerCase()) {
    case 'tag':
      return { kind: 'tag', tag: rest }
    case 'id':
      return parseId(rest)
    case 'deployment':
      return { kind: 'deployment', deployment: rest.trim() }
    case 'date':
      return parseDate(rest.trim())
    case 'order':
      return /^\d{1,9}$/.test(rest.trim()) ? { kind: 'order', order: Number(rest) } : null
    default:
      return null
  }
}

function parseId(text: string): Version | null {
  const [id = '', author, ...path] = text.split('::')
  const rest = path.length === 0 ? null : path.join('::')
  if (id === '' || author === '' || rest === '') return null
  return { kind: 'id', id, author: author ?? null, path: rest }
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/

function parseDate(text: string): Version | null {
  const match = DATE.exec(text)
  if (match === null) return null
  const [, day = '', hours = '00', minutes = '00', seconds = '00', fraction = ''] = match
  const date = `${day}T${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}`
  const instant = new Date(`${date}Z`)
  // A day that no month has would slip into the next one.
  const real = !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, -1) === date
  return real ? { kind: 'date', date } : null
}

/** The same version in the words `parseVersion` reads. */
export function formatVersion(version: Version): string {
  switch (version.kind) {
    case 'tag':
      return `tag:${version.tag}`
    case 'id':
      return `id:${[version.id, version.author, version.path].filter((part) => part !== null).join('::')}`
    case 'deployment':
      return `deployment:${version.deployment}`
    case 'date':
      return `date:${version.date.replace(/(?:T00:00:00)?\.000$/, '')}`
    case 'order':
      return `order:${version.order}`
    default:
      return version satisfies never
  }
}
