import fc from 'fast-check'
import { type Format, type Item, plain, type Scalar } from '../../support/changelog-document.ts'
import { allCases } from '../change-types/all-cases.ts'
import { type ChangeCase, strategies } from '../change-types/change-case.ts'
import { awkwardText } from './arbitrary-values.ts'
import { chance, type Draw, maybe, pick } from './ground.ts'

/** Kinds whose result differs from one run to the next, or ends it. */
const unfit = new Set(['stop', 'executeCommand', 'customChange', 'tagDatabase'])

/** Without its encoding a file is no text to us, and half a text to Liquibase. */
const fit = allCases.filter((one) => !unfit.has(one.kind) && !JSON.stringify(one.changes).includes('ISO-8859-1'))

/** A case of the suite on ground of its own, with something changed that nobody thought of. */
export function mutatedCase(draw: Draw, prefix: string, format: Format): ChangeCase {
  const base = pick(
    draw,
    fit.filter(({ formats }) => formats.includes(format)),
  )
  const renamed = renameIn(base, prefix)
  const changes = [...renamed.changes]
  for (let left = draw(fc.integer({ min: 1, max: 3 })); left > 0; left--) {
    const at = draw(fc.integer({ min: 0, max: changes.length - 1 }))
    const change = changes[at]
    if (change !== undefined) changes[at] = mutate(draw, change, format)
  }
  const strategy = maybe(draw, 30, () => draw(fc.constantFrom(...strategies)))
  return {
    ...renamed,
    name: prefix,
    kind: 'generated',
    changes,
    attributes: { ...base.attributes, ...(strategy === undefined ? {} : { objectQuotingStrategy: strategy }) },
    fails: null,
    undoable: false,
  }
}

/** Names of the suite's objects have a short word before an underline. */
const ownName = /(?<![A-Za-z0-9_])(?!pg_|gen_|no_|current_|text_pat)([A-Za-z]{2,4}_[A-Za-z0-9])/g

function renameIn(one: ChangeCase, prefix: string): ChangeCase {
  const rename = (text: string): string => text.replace(ownName, `${prefix}$1`)
  const inItem = (piece: Item): Item => ({
    ...piece,
    text: piece.text === null ? null : rename(piece.text),
    attributes: mapValues(piece.attributes, (value) => (typeof value === 'string' ? rename(value) : value)),
    children: piece.children.map(inItem),
  })
  return {
    ...one,
    setup: one.setup === null ? null : rename(one.setup),
    changes: one.changes.map(inItem),
    further: one.further.map(inItem),
    files: Object.fromEntries(Object.entries(one.files).map(([path, content]) => [rename(path), content])),
  }
}

function mapValues(record: Item['attributes'], map: (value: Scalar) => Scalar): Item['attributes'] {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

function mutate(draw: Draw, piece: Item, format: Format): Item {
  const { children, text } = piece
  if (children.length > 0 && chance(draw, 50)) {
    const at = draw(fc.integer({ min: 0, max: children.length - 1 }))
    if (chance(draw, 15)) return { ...piece, children: [...children.slice(0, at + 1), ...children.slice(at)] }
    if (chance(draw, 5)) return { ...piece, children: children.filter((_, n) => n !== at) }
    return { ...piece, children: children.map((child, n) => (n === at ? mutate(draw, child, format) : child)) }
  }
  if (text !== null && chance(draw, 50)) return { ...piece, text: mutateText(draw, text) }
  const names = Object.keys(piece.attributes)
  if (names.length === 0) return piece
  const name = pick(draw, names)
  if (chance(draw, 15)) {
    return {
      ...piece,
      attributes: Object.fromEntries(Object.entries(piece.attributes).filter(([key]) => key !== name)),
    }
  }
  const value = piece.attributes[name] ?? ''
  return { ...piece, attributes: { ...piece.attributes, [name]: mutateValue(draw, name, value, format) } }
}

function mutateText(draw: Draw, text: string): string {
  return draw(
    fc.constantFrom(` ${text}\n`, `${text};`, `${text}\n;\n`, `\t${text} -- end`, `/* x */${text}`, text.toUpperCase()),
  )
}

function mutateValue(draw: Draw, name: string, value: Scalar, format: Format): Scalar {
  if (typeof value === 'boolean') {
    // The schema for XML knows four words only, and takes blanks around them away.
    return draw(
      format === 'xml'
        ? fc.constantFrom('1', '0', !value, ` ${value}\n`)
        : fc.constantFrom('1', 'TRUE', 'yes', plain('yes'), '', !value),
    )
  }
  if (typeof value === 'number') {
    const whole = fc.constantFrom(String(value), `+${value}`, `00${value}`, `-${value}`, ` ${value} `, 0, value + 1)
    return draw(
      format === 'xml' ? whole : fc.oneof(whole, fc.constantFrom(plain(`0${value}`), plain(`${value}.0`), '')),
    )
  }
  // The schema for XML takes no blank at their beginning.
  if (format === 'xml' && /^(columnDataType|file|separator|quotchar|commentLineStartsWith)$/.test(name)) {
    return `${value}${draw(fc.constantFrom('x', ' ', ''))}`
  }
  const free = /remarks|value$|^message|^tag$|joinString/i.test(name)
  return draw(
    fc.oneof(
      fc.constantFrom(
        ...(chance(draw, 20) ? ['', ' '] : []),
        ` ${value}`,
        `${value} `,
        value.toUpperCase(),
        value.toLowerCase(),
      ),
      free ? awkwardText : fc.constantFrom(`${value}x`, ` ${value} `),
    ),
  )
}
