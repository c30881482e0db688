import type { VersionsReply } from '../../src/http/contract/version-routes.ts'
import type { VersionRow } from '../../src/model/report.ts'
import { fetchVersions } from './api.ts'
import { requireElement, textElement } from './dom.ts'
import { formatExecutedAt } from './format.ts'

const PAGE_ROWS = 25

/** Shows the first page of the history and pages through it. */
export function startHistoryTable(): { reload(): Promise<void> } {
  const caption = requireElement('history-caption', HTMLTableCaptionElement)
  const previous = requireElement('previous', HTMLButtonElement)
  const next = requireElement('next', HTMLButtonElement)
  let offset = 0

  const reload = async (): Promise<void> => {
    previous.disabled = true
    next.disabled = true
    try {
      const reply = await fetchVersions(offset, PAGE_ROWS)
      showRows(reply.versions)
      caption.textContent = describePage(reply)
      previous.disabled = offset === 0
      next.disabled = offset + PAGE_ROWS >= reply.paging.total
    } catch (error) {
      showRows([])
      caption.textContent = `The history cannot be shown: ${error instanceof Error ? error.message : 'unknown reason'}.`
    }
  }
  const turn = (by: number): void => {
    offset = Math.max(0, offset + by)
    void reload()
  }
  previous.addEventListener('click', () => turn(-PAGE_ROWS))
  next.addEventListener('click', () => turn(PAGE_ROWS))
  void reload()
  return { reload }
}

function describePage({ versions, paging, summary, currentVersion }: VersionsReply): string {
  if (paging.total === 0) return 'Nothing ran on this database yet.'
  const range = `${paging.offset + 1} to ${paging.offset + versions.length} of ${paging.total}`
  const pending = summary.pending === null ? 'pending unknown' : `${summary.pending} pending`
  return `${range}. Current version ${currentVersion ?? 'unknown'}, ${pending}.`
}

function showRows(rows: readonly VersionRow[]): void {
  const [body] = requireElement('history', HTMLTableElement).tBodies
  body?.replaceChildren(...rows.map(toRow))
}

function toRow(row: VersionRow): HTMLTableRowElement {
  const name = textElement('td', row.displayName)
  name.append(textElement('small', `${row.filename} :: ${row.id} :: ${row.author}`))
  const version = row.tag === null ? row.semanticVersion : `${row.semanticVersion} (${row.tag})`
  const line = document.createElement('tr')
  line.append(
    labelled(textElement('td', String(row.sequence)), 'No.'),
    name,
    labelled(textElement('td', version), 'Version'),
    labelled(textElement('td', formatExecutedAt(row.executedAt)), 'Executed'),
    labelled(textElement('td', row.executionType), 'Result'),
  )
  return line
}

/** On narrow screens the row becomes a card, and the style sheet prints the column's name before the cell. */
function labelled(cell: HTMLTableCellElement, label: string): HTMLTableCellElement {
  cell.dataset.label = label
  return cell
}
