import { childOf, type DocumentNode } from '../document/document-node.ts'
import { trim } from '../kit/trim.ts'
import type { ChangeSource, DumpValue } from './change-type.ts'
import { checkOnce, complain, textOf } from './read-attributes.ts'

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

/** A field Liquibase will not run a change without on PostgreSQL. A blank text counts as none. */
export function required<T>(field: Field<T>): RequiredField<T> {
  return {
    ...field,
    required: true,
    read(node, own, source) {
      const value = field.read(node, own, source)
      if (value !== null && (typeof value !== 'string' || trim(value) !== '')) return value
      complain(node, source, `<${node.name}> has no ${own}`)
      return null
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
      for (const name of [own, ...otherNames]) {
        checkOnce(node, source, [name])
        const child = childOf(node, name)
        const value = child === null ? null : textOf(child)
        if (child === null || value === null) continue
        return convert(value, (what) => complain(child, source, `${name}="${value}" is not ${what}`))
      }
      return null
    },
    dump: (value) => value,
  }
}
