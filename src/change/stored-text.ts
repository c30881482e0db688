import { childOf, type DocumentNode } from '../document/document-node.ts'
import { trimToNull } from '../kit/trim.ts'
import { type Body, heldBody } from '../model/body.ts'
import type { Place } from '../model/place.ts'
import type { ChangeSource } from './change-type.ts'
import { attribute, refuse, textOf } from './read-attributes.ts'

/** The text of a stored object, from the node or from the file its `path` names. */
export interface StoredText {
  /** As written: the white space around it is part of the version 8 checksum. */
  readonly body: Body
  readonly raw?: Body
  readonly asUtf8?: Body | undefined
  readonly source: Place
  readonly path: string | null
}

/**
 * Exactly one of text and `path` must be given; `null` after a complaint. The text is the node's own or that of a child:
 * `names` has those that go before it, `otherNames` those that come after it.
 */
export function readStoredText(
  node: DocumentNode,
  source: ChangeSource,
  names: readonly string[],
  otherNames: readonly string[] = [],
): StoredText | null {
  const path = attribute(node, 'path')
  const holder = textHolder(node, names, otherNames)
  const text = holder === null ? null : textOf(holder)
  const hasText = trimToNull(text) !== null
  if (hasText && trimToNull(path) !== null) {
    refuse(node, source, `<${node.name}> has both text and a path`)
    return null
  }
  if (path === null && holder !== null && hasText) {
    return { body: heldBody(text ?? ''), source: holder.valuePlace, path: null }
  }
  if (trimToNull(path) === null) {
    refuse(node, source, `<${node.name}> needs either text or a path`)
    return null
  }
  const file = source.load(node, path ?? '', true)
  if (file === null) return null
  const { body, raw, place, foreign } = file
  return { body, raw: foreign?.bytes ?? raw, asUtf8: foreign?.asUtf8, source: place, path }
}

function textHolder(node: DocumentNode, names: readonly string[], otherNames: readonly string[]): DocumentNode | null {
  const written = (name: string) => childOf(node, name)
  const candidates = [...names.map(written), node, ...otherNames.map(written)]
  return candidates.find((one) => one !== null && textOf(one) !== null) ?? null
}

/** Text that was asked for whole. */
export function heldText(body: Body): string {
  if (body.kind !== 'held') throw new TypeError('a stored object is always read whole')
  return body.text
}
