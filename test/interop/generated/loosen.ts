import fc from 'fast-check'
import { type Item, plain, type Scalar } from '../../support/changelog-document.ts'
import { chance, type Draw, pick } from './ground.ts'

const integers = ['007', '0x1F', '1_000', '+3', '12:30', '010', '0b11', '00']
const numbers = [
  '1.50',
  '1.0',
  '1e3',
  '007',
  '0x1F',
  '1_000',
  '-0',
  '+3',
  '.5',
  '1.',
  '12:30',
  '9223372036854775808',
  '0.10',
]
const dates = [
  '2024-02-29',
  '2024-02-29T01:02:03',
  '2024-02-29 01:02:03',
  '2024-02-29T01:02:03Z',
  '12:30:45',
  '2024-2-9',
]
const booleans = ['yes', 'On', 'TRUE', 'False', 'n', '1', 'null']
const texts = ['no', '1.0', 'null', '~', '0o7', '2024-02-29', 'true', '1_0', '.inf', '.NaN', '12:30:45']

/** Some attributes without the quotes that make them texts, as people write YAML. */
export function loosen(draw: Draw, piece: Item): Item {
  const attributes = Object.entries(piece.attributes).map(([name, value]): [string, Scalar] => [
    name,
    isLoose(name, value) && chance(draw, 15) ? plain(looseValue(draw, name, value)) : value,
  ])
  const children = piece.children.map((child) => loosen(draw, child))
  return { ...piece, attributes: Object.fromEntries(attributes), children }
}

/** What is a name, a type or one of few words would only be refused. */
function isLoose(name: string, value: Scalar): boolean {
  return typeof value !== 'string' || /^(value|default|remarks)/i.test(name)
}

function looseValue(draw: Draw, name: string, value: Scalar): string {
  if (typeof value === 'boolean') return pick(draw, booleans)
  if (/Date$/.test(name)) return pick(draw, dates)
  if (/Numeric$/.test(name)) return pick(draw, numbers)
  if (typeof value === 'number') return pick(draw, integers)
  return draw(fc.constantFrom(...texts))
}
