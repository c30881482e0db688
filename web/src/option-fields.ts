import { labelFor, option, textElement } from './dom.ts'
import type { Alternatives, Field, Part, When } from './package-options.ts'

type Control = HTMLInputElement | HTMLSelectElement
type Value = string | number | boolean | readonly unknown[]

/** The options of one kind, as fields that keep what was typed. */
export interface OptionFields {
  readonly element: HTMLFieldSetElement
  /** What differs from what is usual, by member. */
  read(): Readonly<Record<string, Value>>
}

interface Made {
  /** Null: it chooses between fields, and is nothing that is sent. */
  readonly field: Field | null
  readonly control: Control
  readonly element: HTMLElement
  /** Whether it counts now. */
  isAsked(): boolean
}

/** `targets` are the names of the registered databases. */
export function optionFields(parts: readonly Part[], targets: readonly string[]): OptionFields {
  // Of a fieldset that is off nothing is checked.
  const element = textElement('fieldset', '', 'stack')
  const made: Made[] = []
  const applies = (when: When | undefined): boolean =>
    when === undefined || when.is.includes(made.find(({ field }) => field?.name === when.field)?.control.value ?? '')
  const place = (each: Made): void => {
    element.append(each.element)
    made.push(each)
  }
  const add = (field: Field, isAsked: () => boolean, required: boolean): void => {
    const control = toControl(field, targets)
    control.name = field.name
    control.required = required
    place({ field, control, element: toLabel(field, control), isAsked })
  }
  for (const part of parts) {
    const isAsked = (): boolean => applies(part.when)
    if ('of' in part) {
      const control = toChoice(part)
      place({ field: null, control, element: labelFor(part.label, control), isAsked })
      // Whoever chose one of several has to say it.
      for (const field of part.of) add(field, () => isAsked() && control.value === field.name, true)
    } else add(part, isAsked, part.control === 'target')
  }
  const refresh = (): void => {
    for (const { element: label, control, isAsked } of made) {
      label.hidden = !isAsked()
      control.disabled = label.hidden
    }
  }
  element.addEventListener('change', refresh)
  refresh()
  return { element, read: () => read(made) }
}

function read(made: readonly Made[]): Record<string, Value> {
  const values: Record<string, Value> = {}
  for (const { field, control, isAsked } of made) {
    const value = field === null || !isAsked() ? null : valueIn(field, control)
    if (field !== null && value !== null) values[field.name] = value
  }
  return values
}

function valueIn(field: Field, control: Control): Value | null {
  const text = control.value.trim()
  switch (field.control) {
    case 'check': {
      const checked = control instanceof HTMLInputElement && control.checked
      return checked === field.usual ? null : checked
    }
    case 'number':
      return text === '' ? null : Number(text)
    case 'names':
      return text === '' ? null : splitNames(text)
    case 'patterns':
      return text === '' ? null : [text]
    case 'rows':
      return text === '' ? null : splitNames(text).map(toRows)
    case 'choice':
    case 'text':
    case 'target':
      return text === '' ? null : text
    default:
      return field satisfies never
  }
}

const splitNames = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** What has no number is sent as it is: the server says what is wrong with it. */
function toRows(text: string): { table: string; rows: number } {
  const at = text.lastIndexOf('=')
  return { table: at === -1 ? text : text.slice(0, at).trim(), rows: at === -1 ? -1 : Number(text.slice(at + 1)) }
}

function toControl(field: Field, targets: readonly string[]): Control {
  if (field.control === 'choice') return toSelect(field.choices)
  if (field.control === 'target') {
    const select = toSelect(targets.map((name) => [name, name]))
    select.value = targets[field.place] ?? ''
    return select
  }
  const input = document.createElement('input')
  input.autocomplete = 'off'
  if (field.control === 'check') {
    input.type = 'checkbox'
    input.checked = field.usual
  } else if (field.control === 'number') {
    input.type = 'number'
    input.min = '1'
    input.max = String(field.most)
    input.value = String(field.usual ?? '')
  } else if ('example' in field && field.example !== undefined) input.placeholder = field.example
  return input
}

function toLabel(field: Field, control: Control): HTMLElement {
  const label = labelFor('', control)
  if (field.control === 'check') {
    label.className = 'check'
    label.append(` ${field.label}`)
  } else label.prepend(field.label)
  if (field.hint !== undefined) label.append(textElement('small', field.hint))
  return label
}

function toChoice({ none, of }: Alternatives): HTMLSelectElement {
  const named = of.map(({ name, label }): [string, string] => [name, label])
  return toSelect(none === null ? named : [['', none], ...named])
}

function toSelect(choices: readonly (readonly [string, string])[]): HTMLSelectElement {
  const select = document.createElement('select')
  select.append(...choices.map(([value, text]) => option(value, text)))
  return select
}
