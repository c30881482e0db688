import { trim } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { Change, FieldValue, StructuredChange, StructuredKind } from '../model/change.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import type { Place } from '../model/place.ts'
import type { ChangeType, DumpObject, DumpValue, SqlContext, SqlText } from './change-type.ts'
import { checkShape, refuse } from './read-attributes.ts'
import type { Field, Shape, ValuesOf } from './shape.ts'

/** A statement, without a delimiter; as an object with what is particular to how it is sent. */
export type Statement = string | ({ readonly text: string } & Pick<SqlText, 'prepared' | 'bind'>)

/** What is particular to a change type that is made of fields. */
export interface StructuredSpec<S extends Shape> {
  readonly shape: S
  /** Statements in order, each as Liquibase renders it for PostgreSQL. */
  toSql(values: ValuesOf<S>, context: SqlContext): Iterable<Statement>
  /** The changes that undo it; none where it is not given. */
  inverse?(values: ValuesOf<S>, place: Place): readonly Change[] | null
  /** Says what Liquibase's validation would refuse, beside fields that are missing. */
  check?(values: ValuesOf<S>, complain: (detail: string) => void): void
  /** Fields that the dump leaves out. */
  undumped?(version: ChecksumVersion): readonly (keyof S)[]
  /** Changes what the dump says of them. */
  redump?(fields: DumpObject, values: ValuesOf<S>, version: ChecksumVersion): DumpObject
  /** In place of the names of its fields (AbstractChange.getDescription). */
  describe?(values: ValuesOf<S>): string
}

export interface StructuredType<S extends Shape> extends ChangeType<StructuredChange> {
  /** A change of this type; fields that are not given are not written. */
  make(values: Partial<ValuesOf<S>>, place: Place): StructuredChange
}

/** A change type from its shape: reading, dumping, describing are the same for all (Liquibase: AbstractChange). */
export function structured<S extends Shape>(kind: StructuredKind, spec: StructuredSpec<S>): StructuredType<S> {
  const fields = Object.entries(spec.shape)
  const names = fields.map(([own, field]) => field.names(own))
  const attributes = names.flatMap((one) => one.attributes)
  const children = names.flatMap((one) => one.children)
  const blank = nothing(fields)
  const naming = Object.keys(spec.shape).filter((own) => isNaming(own.toLowerCase()))
  const valuesOf = (change: StructuredChange) => change.fields as ValuesOf<S>
  return {
    read(node, source) {
      checkShape(node, source, attributes, children)
      let complete = true
      const values: Record<string, FieldValue> = { ...blank }
      for (const [own, field] of fields) {
        const value = field.read(node, own, source) as FieldValue
        if (field.required && (value === null || (typeof value === 'string' && trim(value) === ''))) complete = false
        values[own] = value
      }
      // What is not complete cannot run, but it has a checksum: it may have run under an older Liquibase.
      if (complete) spec.check?.(values as ValuesOf<S>, (detail) => refuse(node, source, detail))
      return { kind, place: node.place, fields: values }
    },
    describe: (change) => spec.describe?.(valuesOf(change)) ?? describe(kind, naming, change.fields),
    checksumParts(change, version) {
      const dumped = dump(fields, change.fields, spec.undumped?.(version) ?? [])
      const redumped = spec.redump?.(dumped, valuesOf(change), version) ?? dumped
      return { fields: redumped, text: null, options: null }
    },
    *toSql(change, context) {
      for (const statement of spec.toSql(valuesOf(change), context)) {
        const sent = { options: null, source: change.place, dbms: null }
        if (typeof statement === 'string') yield { body: heldBody(trim(statement)), ...sent }
        else {
          const { text, ...sending } = statement
          // A hole ends in a character that Java trims.
          yield { body: heldBody(sending.bind === undefined ? trim(text) : text), ...sent, ...sending }
        }
      }
    },
    inverse: (change) => spec.inverse?.(valuesOf(change), change.place) ?? null,
    make: (values, place) => ({ kind, place, fields: { ...blank, ...values } }),
  }
}

function nothing(fields: readonly (readonly [string, Field<unknown>])[]): Record<string, null> {
  return Object.fromEntries(fields.map(([own]) => [own, null]))
}

function dump(
  fields: readonly (readonly [string, Field<unknown>])[],
  values: StructuredChange['fields'],
  undumped: readonly PropertyKey[],
): DumpObject {
  const dumped: Record<string, DumpValue> = {}
  for (const [own, field] of fields) {
    const value = values[own] ?? null
    if (value !== null && !undumped.includes(own)) dumped[own] = field.dump(value)
  }
  return dumped
}

/** The kind and what is named in it, sorted. */
function describe(kind: string, naming: readonly string[], values: StructuredChange['fields']): string {
  const texts: string[] = []
  for (const own of naming) {
    const value = values[own] ?? null
    if (value !== null) texts.push(`${own}=${value}`)
  }
  texts.sort()
  return texts.length === 0 ? kind : `${kind} ${texts.join(', ')}`
}

/** Fields that end in `name`, but no schema or catalog, and `path`. */
function isNaming(field: string): boolean {
  return field === 'path' || (field.endsWith('name') && !field.includes('schema') && !field.includes('catalog'))
}
