import { cell, option, requireElement, row, showRows, textElement, textOf } from './dom.ts'
import { formatTime } from './format.ts'
import { toApiError } from './message.ts'
import { type AuditEvents, type AuditQuery, fetchAuditEvents } from './user-api.ts'

type Event = AuditEvents['events'][number]

const CATEGORIES: Readonly<Record<Event['category'], string>> = { activity: 'activity', security: 'security' }
const OUTCOMES: Readonly<Record<Event['outcome'], string>> = { done: 'done', failed: 'failed', refused: 'refused' }
const ACTIONS: Readonly<Record<Event['action'], string>> = {
  'sign-in': 'signed in',
  'sign-out': 'signed out',
  'setup.complete': 'made the first administrator',
  'user.create': 'made a user',
  'user.change': 'changed a user',
  'user.delete': 'removed a user',
  'user.password': 'set a password',
  'user.unlock': 'unlocked a user',
  'grant.change': 'changed roles',
  'session.revoke': 'ended sessions',
  'token.create': 'made a token',
  'token.change': 'changed a token',
  'token.revoke': 'revoked a token',
  'package.build': 'built a package',
  'package.download': 'downloaded a package',
  'job.create': 'asked for a package',
  'job.cancel': 'cancelled a package',
  'job.delete': 'removed a package',
  'access.deny': 'was denied access',
  'csrf.refuse': 'was refused: CSRF token',
  'host.refuse': 'was refused: host name',
  'rate.limit': 'asked too often',
  'audit.prune': 'pruned the audit log',
}

/** The audit log, newest first, a page at a time. */
export function startAuditView(): { load(): Promise<void> } {
  const form = requireElement('audit-form', HTMLFormElement)
  const table = requireElement('audit', HTMLTableElement)
  const caption = requireElement('audit-caption', HTMLTableCaptionElement)
  const newest = requireElement('newest', HTMLButtonElement)
  const older = requireElement('older', HTMLButtonElement)
  fill(form, 'category', CATEGORIES)
  fill(form, 'action', ACTIONS)
  fill(form, 'outcome', OUTCOMES)
  let next: string | null = null
  const show = async (cursor: string | null): Promise<void> => {
    newest.disabled = true
    older.disabled = true
    try {
      const page = await fetchAuditEvents({ ...queryOf(form), ...(cursor === null ? {} : { cursor }) })
      showRows(table, page.events.map(toRow))
      caption.textContent =
        page.events.length === 0 ? 'Nothing of that kind.' : `${page.events.length} events, newest first.`
      next = page.next
      newest.disabled = cursor === null
      older.disabled = next === null
    } catch (error) {
      const { message, hint } = toApiError(error)
      caption.textContent = `The audit log cannot be shown: ${message}. Next step: ${hint}.`
      newest.disabled = false
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void show(null)
  })
  newest.addEventListener('click', () => void show(null))
  older.addEventListener('click', () => void show(next))
  return { load: () => show(null) }
}

function fill(form: HTMLFormElement, name: string, choices: Readonly<Record<string, string>>): void {
  const select = form.querySelector<HTMLSelectElement>(`select[name=${name}]`)
  select?.append(option('', 'All'), ...Object.entries(choices).map(([value, text]) => option(value, text)))
}

/** The choices are the contract's words; what is empty is not sent. */
function queryOf(form: HTMLFormElement): AuditQuery {
  const given = ['category', 'action', 'outcome', 'actor'].map((name) => [name, textOf(form, name).trim()])
  const moments = ['from', 'to'].map((name) => [name, momentOf(textOf(form, name))])
  return Object.fromEntries([...given, ...moments].filter(([, value]) => value !== '')) as AuditQuery
}

/** What was typed is in the reader's own time. */
function momentOf(text: string): string {
  return text === '' ? '' : new Date(text).toISOString()
}

function toRow(event: Event): HTMLTableRowElement {
  const { at, actor, action, subject, target, digest, outcome, from, category, detail } = event
  const what = cell('What', ACTIONS[action])
  const more = [subject, target, digest === null ? null : `SHA-256 ${digest}`, formatDetail(detail)]
  what.append(textElement('small', more.filter((part) => part !== null && part !== '').join(' · ')))
  const result = cell('Outcome', OUTCOMES[outcome])
  if (category === 'security') result.append(textElement('small', 'security'))
  return row(
    cell('When', formatTime(at)),
    cell('Who', `${actor.name} (${actor.kind})`),
    what,
    result,
    cell('From', from ?? ''),
  )
}

function formatDetail(detail: Event['detail']): string {
  const parts = Object.entries(detail).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return parts.join(', ')
}
