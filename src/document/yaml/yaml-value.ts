import type { Place } from '../../model/place.ts'
import type { ScalarType } from '../document-node.ts'

/** A scalar as Liquibase holds it: `text` is what Java prints, `null` for none; `place` is that of its first character. */
export interface YamlScalar {
  readonly kind: 'scalar'
  readonly text: string | null
  readonly type: ScalarType
  readonly place: Place
}
export interface YamlList {
  readonly kind: 'list'
  readonly items: readonly YamlValue[]
}
export interface YamlMap {
  readonly kind: 'map'
  readonly entries: readonly YamlEntry[]
}
export interface YamlEntry {
  readonly name: string
  readonly place: Place
  readonly value: YamlValue
}
export type YamlValue = YamlScalar | YamlList | YamlMap

/** What one of the quick readers made of a whole text; `offset` is where its mapping begins. */
export interface PlainDocument {
  readonly map: YamlMap
  readonly offset: number
}
