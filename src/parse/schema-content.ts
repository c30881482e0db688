import { changeKindOf } from '../change/registry.ts'
import { type ElementShape, elementShapes, shape } from './schema-shapes.ts'

/** Elements in any order, all of them known to the change's reader. */
export const readByTheChange: ElementShape['order'] = [null]

/** Elements that hold text and nothing else. */
const textOnly = shape({}, { text: true })
const mixed = shape(null, { order: readByTheChange, text: true })
const commented = shape(null, { order: [['comment']], once: ['comment'], text: true })

/** What may stand in a change and the elements in it, where that is more than its reader's elements in any order. */
const contents: Readonly<Record<string, ElementShape>> = {
  column: mixed,
  comment: textOnly,
  createProcedure: commented,
  createView: shape(null, { text: true }),
  'customChange param': mixed,
  delete: shape(null, { order: [['where'], ['whereParams']], once: ['where', 'whereParams'], text: true }),
  'delete where': mixed,
  loadData: mixed,
  'loadData column': shape(null),
  loadUpdateData: mixed,
  'loadUpdateData column': shape(null),
  output: shape(null, { text: true }),
  sql: commented,
  stop: shape(null, { text: true }),
  update: shape(null, { order: [['column'], ['where'], ['whereParams']], once: ['where', 'whereParams'], text: true }),
  where: textOnly,
  whereParams: shape(null, { order: [['param']], text: true }),
}

const plain = shape(null, { order: readByTheChange })
const dependent = ['column', 'param', 'where']
const inChanges = ['arg', 'constraints', 'param']

/** The shape of an element, which may depend on where it stands; `null` for those that only their reader knows. */
export function shapeOf(element: string, parent: string | null): ElementShape | null {
  const placed = dependent.includes(element) ? own(contents, `${parent} ${element}`) : undefined
  const found = placed ?? own(elementShapes, element) ?? own(contents, element)
  if (found !== undefined) return found
  return changeKindOf(element) !== null || inChanges.includes(element) ? plain : null
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
