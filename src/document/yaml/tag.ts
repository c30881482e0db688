import type { Scalar } from 'yaml'
import { excerpt } from './yaml-source.ts'

const TAG_PREFIX = 'tag:yaml.org,2002:'

/** Is this key `<<`, written so that it merges? In quotes it is a name like others. */
export function isMergeKey(key: Scalar): boolean {
  if (key.tag === undefined) return key.type === 'PLAIN' && key.source === '<<'
  return key.tag === '!' ? key.source === '<<' : key.tag === `${TAG_PREFIX}merge`
}

/** `int` for `tag:yaml.org,2002:int`; other tags as they are. */
export function shortTag(tag: string): string {
  return tag.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : tag
}

/** Why a scalar's text and its tag do not go together. */
export function misfit(tag: string, text: string, written: string | undefined): string {
  if (tag === 'merge') return '<< is a key and no value'
  return ['int', 'float', 'timestamp'].includes(tag) ? `${excerpt(text)} is no ${tag}` : unknownTag(written ?? tag)
}

export function unknownTag(tag: string): string {
  const written = tag.startsWith(TAG_PREFIX) ? `!!${shortTag(tag)}` : tag
  return `tag ${excerpt(written)} is not one that a changelog can have here`
}
