/** The element with this id and type; the page is broken without it, so a missing one is an error. */
export function requireElement<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} #${id}`)
  return found
}

/** An element with text. Text only: what comes from a server never becomes markup. */
export function textElement<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  className = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  element.textContent = text
  if (className !== '') element.className = className
  return element
}

/** A button that is off while what it began goes on. */
export function actionButton(text: string, act: () => unknown, about = ''): HTMLButtonElement {
  const button = textElement('button', text)
  button.type = 'button'
  // Rows of a table have the same buttons: whoever hears them has to know whose.
  if (about !== '') button.setAttribute('aria-label', `${text} ${about}`)
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      await act()
    } finally {
      button.disabled = false
    }
  })
  return button
}

export function option(value: string, text: string): HTMLOptionElement {
  const made = textElement('option', text)
  made.value = value
  return made
}

export function labelFor(text: string, control: HTMLElement): HTMLLabelElement {
  const label = textElement('label', `${text} `)
  label.append(control)
  return label
}

/** A cell that says on narrow screens, where rows are cards, which column it is of. */
export function cell(label: string, ...content: readonly (string | Node)[]): HTMLTableCellElement {
  const made = document.createElement('td')
  made.dataset['label'] = label
  made.append(...content)
  return made
}

/** The cell of a row's buttons. */
export function actionCell(...actions: readonly HTMLElement[]): HTMLTableCellElement {
  const group = textElement('div', '', 'actions')
  group.append(...actions)
  return cell('Actions', group)
}

export function row(...cells: readonly HTMLTableCellElement[]): HTMLTableRowElement {
  const made = document.createElement('tr')
  made.append(...cells)
  return made
}

export function showRows(table: HTMLTableElement, rows: readonly HTMLTableRowElement[]): void {
  table.tBodies[0]?.replaceChildren(...rows)
}

/** Names and values of a `dl`. */
export function showFacts(list: HTMLDListElement, facts: readonly (readonly [string, string])[]): void {
  list.replaceChildren(...facts.flatMap(([name, value]) => [textElement('dt', name), textElement('dd', value)]))
}

/** What somebody typed into a field of the form. */
export function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name)
  return typeof value === 'string' ? value : ''
}
