import {
  type FactDifference,
  SCHEMA_KINDS,
  type Schema,
  type SchemaDifference,
  type SchemaKind,
  type SchemaObject,
} from '../model/schema.ts'

/** Every object that is not the same on both sides, in the order of the listing; empty where the fingerprints are equal. */
export function compareSchemas(left: Schema, right: Schema): readonly SchemaDifference[] {
  return compareObjects(left.objects, right.objects, null)
}

type Parent = SchemaDifference['of']

function compareObjects(
  left: readonly SchemaObject[],
  right: readonly SchemaObject[],
  of: Parent,
): readonly SchemaDifference[] {
  const others = new Map(right.map((object) => [identityOf(object), object]))
  const found: { readonly object: SchemaObject; readonly differences: readonly SchemaDifference[] }[] = []
  for (const object of left) {
    const other = others.get(identityOf(object))
    others.delete(identityOf(object))
    const differences = other === undefined ? [onlyOn('missing', object, of)] : compareObject(object, other, of)
    found.push({ object, differences })
  }
  for (const object of others.values()) found.push({ object, differences: [onlyOn('extra', object, of)] })
  return found.sort((a, b) => inOrder(a.object, b.object)).flatMap(({ differences }) => differences)
}

const RANK = new Map<SchemaKind, number>(SCHEMA_KINDS.map((kind, rank) => [kind, rank]))

/** As in a schema; columns stay as they come, which is their order. */
function inOrder(a: SchemaObject, b: SchemaObject): number {
  const ranks = (RANK.get(a.kind) ?? 0) - (RANK.get(b.kind) ?? 0)
  if (ranks !== 0 || isColumn(a)) return ranks
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function compareObject(left: SchemaObject, right: SchemaObject, of: Parent): readonly SchemaDifference[] {
  const { kind, name } = left
  const facts = [...compareFacts(left.facts, right.facts), ...compareOrder(left, right)]
  const parts = compareObjects(left.parts, right.parts, { kind, name })
  return facts.length === 0 ? parts : [{ kind, name, of, state: 'changed', facts }, ...parts]
}

function compareFacts(left: SchemaObject['facts'], right: SchemaObject['facts']): readonly FactDifference[] {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return names
    .map((fact) => ({ fact, left: left[fact] ?? null, right: right[fact] ?? null }))
    .filter((difference) => difference.left !== difference.right)
}

/** The order of what both have: one column more is told as that column, and not as a new order of the others. */
function compareOrder(left: SchemaObject, right: SchemaObject): readonly FactDifference[] {
  const [one, other] = [commonColumns(left, right), commonColumns(right, left)]
  const same = one.every((name, at) => name === other[at])
  return same ? [] : [{ fact: 'order', left: one.join(', '), right: other.join(', ') }]
}

function commonColumns(object: SchemaObject, other: SchemaObject): readonly string[] {
  const known = new Set(other.parts.map(identityOf))
  return object.parts
    .filter((part) => isColumn(part) && known.has(identityOf(part)))
    .map((part) => part.name.slice(object.name.length + 1))
}

function onlyOn(state: 'missing' | 'extra', object: SchemaObject, of: Parent): SchemaDifference {
  const side = state === 'missing' ? 'left' : 'right'
  const facts = { ...partFacts(object), ...object.facts }
  const told = Object.entries(facts).map(([fact, text]) => ({ fact, left: null, right: null, [side]: text }))
  return { kind: object.kind, name: object.name, of, state, facts: told }
}

/** What an object holds that is there or not as a whole: its columns, and how many of each other kind. */
function partFacts({ name, parts }: SchemaObject): SchemaObject['facts'] {
  const columns = parts
    .filter(isColumn)
    .map((part) => `${part.name.slice(name.length + 1)} ${part.facts['type'] ?? ''}`)
  const counts = new Map<string, number>()
  for (const { kind } of parts.filter((part) => !isColumn(part))) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const others = [...counts].map(([kind, count]) => `${kind}: ${count}`)
  return {
    ...(columns.length === 0 ? {} : { columns: columns.join('\n') }),
    ...(others.length === 0 ? {} : { 'further parts': others.join(', ') }),
  }
}

function isColumn({ kind }: SchemaObject): boolean {
  return kind === 'column' || kind === 'attribute'
}

function identityOf({ kind, name }: SchemaObject): string {
  return `${kind}:${name}`
}
