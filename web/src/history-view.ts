import { formatComplaint } from './api-error.ts'
import { requireElement, showFacts, textElement } from './dom.ts'
import { formatExecutedAt } from './format.ts'
import { fetchStatistics, fetchValidation, type Statistics, type Validation } from './history-api.ts'
import { startHistoryTable } from './history-table.ts'
import { toApiError } from './message.ts'

const SHOWN_NAMES = 5
const SHOWN_FAULTS = 200

export interface HistoryView {
  load(): Promise<void>
  /** Another database is looked at now. */
  restart(): void
}

/** The history in figures, as a table, and held against the changelog. */
export function startHistoryView(targetOf: () => string | null): HistoryView {
  const table = startHistoryTable(targetOf)
  const validation = requireElement('validation', HTMLDivElement)
  const button = requireElement('validate', HTMLButtonElement)
  button.addEventListener('click', async () => {
    const target = targetOf()
    if (target === null || button.disabled) return
    button.disabled = true
    validation.replaceChildren(textElement('p', 'Validating'))
    validation.replaceChildren(...(await validate(target)))
    button.disabled = false
  })
  const load = async (): Promise<void> => {
    const target = targetOf()
    if (target === null) return
    await Promise.all([table.reload(), showStatistics(target)])
  }
  return {
    load,
    restart: () => {
      validation.replaceChildren()
      void table.reload({ fromStart: true })
      void load()
    },
  }
}

async function showStatistics(target: string): Promise<void> {
  const list = requireElement('statistics', HTMLDListElement)
  try {
    showFacts(list, toFacts(await fetchStatistics(target)))
  } catch (error) {
    showFacts(list, [['Figures', `cannot be shown: ${toApiError(error).message}`]])
  }
}

function toFacts(figures: Statistics): readonly (readonly [string, string])[] {
  const { total, byExecutionType, byAuthor, byCategory, firstExecution, lastExecution } = figures
  return [
    ['Changesets that ran', String(total)],
    ['Results', formatCounts(byExecutionType)],
    ['Authors', formatCounts(byAuthor)],
    ['Categories', formatCounts(byCategory)],
    ['First execution', firstExecution === null ? 'none' : formatExecutedAt(firstExecution)],
    ['Last execution', lastExecution === null ? 'none' : formatExecutedAt(lastExecution)],
  ]
}

function formatCounts(counts: Statistics['byAuthor']): string {
  const shown = counts.slice(0, SHOWN_NAMES).map(({ name, count }) => `${name} ${count}`)
  if (counts.length > SHOWN_NAMES) shown.push(`and ${counts.length - SHOWN_NAMES} more`)
  return shown.length === 0 ? 'none' : shown.join(', ')
}

async function validate(target: string): Promise<readonly HTMLElement[]> {
  try {
    return describe(await fetchValidation(target))
  } catch (error) {
    const { message, hint, complaints } = toApiError(error)
    return [textElement('p', `Not validated: ${message}. Next step: ${hint}.`), ...toList(complaints)]
  }
}

function describe({ ok, checked, faults, warnings }: Validation): readonly HTMLElement[] {
  const verdict = ok ? 'no faults' : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`
  const texts = faults.map((fault) => `${fault.kind}: ${formatComplaint(fault)}`)
  return [
    textElement('p', `${checked} checksums recomputed: ${verdict}.`),
    ...toList(texts),
    ...toList(warnings.map((warning) => `Warning: ${formatComplaint(warning)}`)),
  ]
}

function toList(texts: readonly string[]): readonly HTMLElement[] {
  if (texts.length === 0) return []
  const list = document.createElement('ul')
  list.append(...texts.slice(0, SHOWN_FAULTS).map((text) => textElement('li', text)))
  if (texts.length > SHOWN_FAULTS) list.append(textElement('li', `and ${texts.length - SHOWN_FAULTS} more`))
  return [list]
}
