import { ask } from './ask.ts'
import {
  actionButton,
  actionCell,
  cell,
  labelFor,
  option,
  requireElement,
  row,
  showRows,
  textElement,
  textOf,
} from './dom.ts'
import { formatTime } from './format.ts'
import { onSubmit, showMessage, toApiError } from './message.ts'
import { fetchTokens, issueToken, type Permission, revokeToken, type Token } from './session-api.ts'
import { mayEverywhere, type Standing } from './standing.ts'
import { showToast } from './toast.ts'

const SCOPES: Readonly<Record<Permission, string>> = {
  view: 'look at history, health and statistics',
  'database-management': 'generate and download packages',
  operate: 'see what others started, and the audit log',
  administer: 'manage users and tokens',
}

/** API tokens: one's own, or for an administrator everybody's. */
export function startTokens(standing: Standing): { load(): Promise<void> } {
  const table = requireElement('tokens', HTMLTableElement)
  const caption = requireElement('tokens-caption', HTMLTableCaptionElement)
  const everybody = requireElement('everybody', HTMLInputElement)
  requireElement('everybody-choice', HTMLLabelElement).hidden = !mayEverywhere(standing, 'administer')
  const load = async (): Promise<void> => {
    try {
      const tokens = await fetchTokens(everybody.checked ? 'everybody' : 'me')
      showRows(
        table,
        tokens.map((token) => toRow(token, load)),
      )
      caption.textContent = tokens.length === 0 ? 'None yet.' : `${tokens.length} tokens, newest first.`
    } catch (error) {
      caption.textContent = `The tokens cannot be shown: ${toApiError(error).message}.`
    }
  }
  everybody.addEventListener('change', () => void load())
  startTokenForm(standing, load)
  return { load }
}

function startTokenForm({ identity, targets }: Standing, load: () => Promise<void>): void {
  const form = requireElement('token-form', HTMLFormElement)
  const scopes = identity.permissions.map((scope) => ({ scope, box: scopeBox(scope) }))
  const where = requireElement('token-target', HTMLSelectElement)
  where.replaceChildren(
    option('', 'All databases you have a role on'),
    ...targets.map(({ name }) => option(name, name)),
  )
  requireElement('token-scopes', HTMLFieldSetElement).append(...scopes.map(({ scope, box }) => scopeLabel(scope, box)))
  const shown = requireElement('new-token', HTMLDivElement)
  const text = requireElement('new-token-text', HTMLInputElement)
  const send = async (): Promise<void> => {
    shown.hidden = true
    const issued = await issueToken({
      name: textOf(form, 'name').trim(),
      scopes: scopes.filter(({ box }) => box.checked).map(({ scope }) => scope),
      target: where.value === '' ? null : where.value,
      days: Number(textOf(form, 'days')),
    })
    form.reset()
    text.value = issued.token
    shown.hidden = false
    text.focus()
    text.select()
    await load()
  }
  onSubmit(form, requireElement('token-message', HTMLDivElement), send, 'No token')
  requireElement('copy-token', HTMLButtonElement).addEventListener('click', () => void copy(text))
}

function scopeBox(scope: Permission): HTMLInputElement {
  const box = document.createElement('input')
  box.type = 'checkbox'
  box.defaultChecked = scope === 'view' || scope === 'database-management'
  return box
}

function scopeLabel(scope: Permission, box: HTMLInputElement): HTMLLabelElement {
  const label = labelFor('', box)
  label.className = 'check'
  label.append(` ${SCOPES[scope]} (${scope})`)
  return label
}

async function copy(text: HTMLInputElement): Promise<void> {
  text.select()
  try {
    await navigator.clipboard.writeText(text.value)
    showToast('The token is copied.', 'success')
  } catch {
    // Browsers keep the clipboard from pages without https; the text is selected.
    showToast('Copy it with the keyboard: it is selected.', 'warning')
  }
}

function toRow(token: Token, load: () => Promise<void>): HTMLTableRowElement {
  const { id, name, start, owner, scopes, target, createdAt, expiresAt, lastUsedAt, revokedAt } = token
  const about = cell('Token', name)
  about.append(textElement('small', `${start}… of ${owner.name}, made ${formatTime(createdAt)}`))
  const may = cell('May', scopes.join(', '))
  may.append(textElement('small', target === null ? 'all databases of the owner' : `on ${target}`))
  const actions = revokedAt === null ? [actionButton('Revoke', () => revoke(id, name, load), name)] : []
  const ends = revokedAt === null ? formatTime(expiresAt) : `revoked ${formatTime(revokedAt)}`
  return row(about, may, cell('Ends', ends), cell('Last used', formatTime(lastUsedAt)), actionCell(...actions))
}

async function revoke(id: string, name: string, load: () => Promise<void>): Promise<void> {
  const sure = await ask({
    title: `Revoke the token ${name}?`,
    text: 'Whatever uses it is refused from now on. It cannot be taken back.',
    yes: 'Revoke',
  })
  if (sure === null) return
  const message = requireElement('token-message', HTMLDivElement)
  showMessage(message, null)
  await revokeToken(id).catch((error: unknown) => showMessage(message, error, 'Not revoked'))
  await load()
  requireElement('tokens-title', HTMLHeadingElement).focus()
}
