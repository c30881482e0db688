import type { DumpObject } from '../change/change-type.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import type { SqlVisitor } from '../model/sql-visitor.ts'
import { dumpFields } from './dump-fields.ts'

/** The text of a visitor that is hashed. Only version 8 takes in where it counts. Rule: Liquibase, AbstractSqlVisitor. */
export function dumpVisitor(visitor: SqlVisitor, version: ChecksumVersion): string {
  const { kind, applyToRollback, dbms, context, labels } = visitor
  const own: DumpObject =
    'value' in visitor ? { value: visitor.value } : { replace: visitor.replace, with: visitor.with }
  const terms: DumpObject =
    version === 9
      ? {}
      : {
          applicableDbms: dbms.length === 0 ? null : inSetOrder(dbms),
          contextFilter: context,
          labels: labels.length === 0 ? null : labels.join(','),
        }
  // The one that appends only where it must has the name of its parent.
  const name = kind === 'appendSqlIfNotPresent' ? 'append' : kind
  return dumpFields(name, { applyToRollback, ...own, ...terms })
}

/** Texts in the order in which a Java HashSet gives them: by their hash, and in the order they came where that is equal. */
function inSetOrder(texts: readonly string[]): readonly string[] {
  const different = [...new Set(texts)]
  let buckets = 16
  while (different.length > buckets * 0.75) buckets *= 2
  const bucketOf = (text: string): number => {
    const hash = hashOf(text)
    return (hash ^ (hash >>> 16)) & (buckets - 1)
  }
  return different.sort((a, b) => bucketOf(a) - bucketOf(b))
}

/** Java's `String.hashCode`. */
function hashOf(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash
}
