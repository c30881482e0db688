import { childOf, type DocumentNode } from '../document/document-node.ts'
import { trim } from '../kit/trim.ts'
import type { ChangeSource, DumpValue } from './change-type.ts'
import { checkOnce, complain, refuse, textOf } from './read-attributes.ts'

/** A field of a change type: how it is read, and how it stands in the dump that is hashed. */
export interface Field<T> {
  readonly required: boolean
  /** Names of attributes and children it is read from, its own included. */
  names(own: string): { readonly attributes: readonly string[]; readonly children: readonly string[] }
  /** `null` where it is not written, or after a complaint. */
  read(node: DocumentNode, own: string, source: ChangeSource): T | null
  dump(value: T): DumpValue
}

export interface RequiredField<T> extends Field<T> {
  readonly required: true
}

/** The fields of a change type by Liquibase's names, in any order. */
export type Shape = Readonly<Record<string, Field<unknown>>>

/**
 * A reader of every field of a shape; fields of the `others` are there too, as `null`. It fills copies of one object: one
 * that grows field by field takes many times as long, and columns have thirty fields.
 */
export function shapeReader<S extends Shape>(
  shape: S,
  others: readonly string[] = [],
): (node: DocumentNode, source: ChangeSource) => ValuesOf<S> {
  const names = Object.keys(shape)
  const fields = Object.values(shape)
  const blank: Record<string, unknown> = Object.fromEntries([...names, ...others].map((own) => [own, null]))
  return (node, source) => {
    const values = { ...blank }
    fields.forEach((field, at) => {
      const own = names[at] ?? ''
      values[own] = field.read(node, own, source)
    })
    return values as ValuesOf<S>
  }
}

/** What a shape reads. */
export type ValuesOf<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends RequiredField<infer T> ? T : S[K] extends Field<infer T> ? T | null : never
}

/** A text attribute; it may also be written under one of the other names, of which the first that is there counts. */
export function text(...otherNames: readonly string[]): Field<string> {
  return scalar(otherNames, (value) => value)
}

/** A boolean as Java's `Boolean.valueOf` takes it: everything but "true" is false. */
export function bool(...otherNames: readonly string[]): Field<boolean> {
  return scalar(otherNames, (value) => value.toLowerCase() === 'true')
}

/** An integer of 32 bits; anything else is complained of. */
export function int(...otherNames: readonly string[]): Field<number> {
  return scalar(otherNames, (value, wrong) => {
    const number = /^[+-]?\d{1,10}$/.test(value) ? Number(value) : Number.NaN
    if (number >= -(2 ** 31) && number < 2 ** 31) return number
    wrong('a whole number')
    return null
  })
}

/** An integer of any size, kept as its digits. */
export function bigInt(...otherNames: readonly string[]): Field<string> {
  return scalar(otherNames, (value, wrong) => {
    if (/^[+-]?\d+$/.test(value)) return String(BigInt(value.replace('+', '')))
    wrong('a whole number')
    return null
  })
}

/** The change's own text, or an attribute or child of the field's name, which comes first (Liquibase: DIRECT_VALUE). */
export function ownText(): Field<string> {
  return {
    ...text(),
    names: (own) => ({ attributes: [own], children: [own] }),
    read: (node, own, source) => text().read(node, own, source) ?? textOf(node),
  }
}

/** Liquibase's schema for XML allows it here, and its change type does not read it. */
export function ignored(): Field<never> {
  return {
    required: false,
    names: (own) => ({ attributes: [own], children: [own] }),
    read: () => null,
    dump: () => null,
  }
}

/**
 * A field Liquibase will not run a change without on PostgreSQL, and its schema for XML not read one. A blank text counts as
 * none where it is to run.
 */
export function required<T>(field: Field<T>): RequiredField<T> {
  return requiredBy(field, (node, value) => (node.form === 'element' && value === null ? complain : refuse))
}

/** The same where the schema for XML does without. */
export function requiredToRun<T>(field: Field<T>): RequiredField<T> {
  return requiredBy(field, () => refuse)
}

function requiredBy<T>(
  field: Field<T>,
  tellerOf: (node: DocumentNode, value: T | null) => typeof complain,
): RequiredField<T> {
  return {
    ...field,
    required: true,
    read(node, own, source) {
      const value = field.read(node, own, source)
      if (value !== null && (typeof value !== 'string' || trim(value) !== '')) return value
      tellerOf(node, value)(node, source, `<${node.name}> has no ${own}`)
      return value
    },
  }
}

/** A field that the schema for XML demands, if only with an empty text; YAML and JSON do without. */
export function requiredInXml<T>(field: Field<T>): Field<T> {
  return {
    ...field,
    read(node, own, source) {
      const value = field.read(node, own, source)
      if (value === null && node.form === 'element') complain(node, source, `<${node.name}> has no ${own}`)
      return value
    },
  }
}

function scalar<T extends string | number | boolean>(
  otherNames: readonly string[],
  convert: (value: string, wrong: (what: string) => void) => T | null,
): Field<T> {
  return {
    required: false,
    // YAML and JSON know no attributes, and Liquibase's XML readers take a child element for one.
    names: (own) => ({ attributes: [own, ...otherNames], children: [own, ...otherNames] }),
    read(node, own, source) {
      let name = own
      let child = written(node, own, source)
      for (let other = 0; child === null && other < otherNames.length; other++) {
        name = otherNames[other] ?? own
        child = written(node, name, source)
      }
      const value = child === null ? null : textOf(child)
      if (child === null || value === null) return null
      const place = child
      return convert(value, (what) => complain(place, source, `${name}="${value}" is not ${what}`))
    },
    dump: (value) => value,
  }
}

/** The child of that name, where it says something. Most fields are not written: this is asked thousands of times. */
function written(node: DocumentNode, name: string, source: ChangeSource): DocumentNode | null {
  const child = childOf(node, name)
  if (child === null) return null
  checkOnce(node, source, [name])
  return textOf(child) === null ? null : child
}
