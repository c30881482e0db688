import { cell, requireElement, row, showRows, textElement } from './dom.ts'
import { formatExecutedAt } from './format.ts'
import { fetchVersions, type Versions, type VersionsQuery } from './history-api.ts'
import { toApiError } from './message.ts'

const PAGE_ROWS = 25

export interface HistoryTable {
  /** From the first row on, or where it stands. */
  reload(options?: { readonly fromStart: boolean }): Promise<void>
}

/** Pages through the history of the target; nothing is asked without one. */
export function startHistoryTable(targetOf: () => string | null): HistoryTable {
  const table = requireElement('history', HTMLTableElement)
  const caption = requireElement('history-caption', HTMLTableCaptionElement)
  const previous = requireElement('previous', HTMLButtonElement)
  const next = requireElement('next', HTMLButtonElement)
  const status = requireElement('history-status', HTMLSelectElement)
  let offset = 0

  const reload = async ({ fromStart } = { fromStart: false }): Promise<void> => {
    const target = targetOf()
    if (fromStart) offset = 0
    previous.disabled = true
    next.disabled = true
    if (target === null) return
    const limits = { offset: String(offset), limit: String(PAGE_ROWS) }
    const query: VersionsQuery = { target, ...limits, ...statusOf(status.value) }
    try {
      const reply = await fetchVersions(query)
      showRows(table, reply.versions.map(toRow))
      caption.textContent = describePage(reply, status.value)
      previous.disabled = offset === 0
      next.disabled = offset + PAGE_ROWS >= reply.paging.total
    } catch (error) {
      const { message, hint } = toApiError(error)
      showRows(table, [])
      caption.textContent = `The history cannot be shown: ${message}. Next step: ${hint}.`
    }
  }
  const turn = (by: number): void => {
    offset = Math.max(0, offset + by)
    void reload()
  }
  previous.addEventListener('click', () => turn(-PAGE_ROWS))
  next.addEventListener('click', () => turn(PAGE_ROWS))
  status.addEventListener('change', () => void reload({ fromStart: true }))
  return { reload }
}

/** The choices of the page are the contract's execution types. */
function statusOf(value: string): Pick<VersionsQuery, 'status'> {
  return value === '' ? {} : { status: value as NonNullable<VersionsQuery['status']> }
}

function describePage({ versions, paging, summary, currentVersion }: Versions, status: string): string {
  if (paging.total === 0) return status === '' ? 'Nothing ran on this database yet.' : `Nothing is ${status}.`
  const range = `${paging.offset + 1} to ${paging.offset + versions.length} of ${paging.total}`
  const pending = summary.pending === null ? 'pending unknown' : `${summary.pending} pending`
  return `${range}. Current version ${currentVersion ?? 'unknown'}, ${pending}.`
}

function toRow(entry: Versions['versions'][number]): HTMLTableRowElement {
  const { sequence, displayName, filename, id, author, tag, semanticVersion, executedAt, executionType } = entry
  const name = textElement('td', displayName)
  name.append(textElement('small', `${filename} :: ${id} :: ${author}`))
  return row(
    cell('No.', String(sequence)),
    name,
    cell('Version', tag === null ? semanticVersion : `${semanticVersion} (${tag})`),
    cell('Executed', formatExecutedAt(executedAt)),
    cell('Result', executionType),
  )
}
