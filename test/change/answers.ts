import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeChange, inverseOf, toSql } from '../../src/change/registry.ts'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import type { Body } from '../../src/model/body.ts'
import type { Change } from '../../src/model/change.ts'
import type { Changeset } from '../../src/model/changeset.ts'

/** A changeset of one change as Liquibase 4.28 answered for it, without a database. */
export interface Answer {
  readonly xml?: string
  /** The change as an item of a YAML list. */
  readonly yaml?: string
  readonly strategy?: Changeset['quotingStrategy']
  readonly defaultSchema?: string
  /** It would not read the change, or not run it. */
  readonly refused?: true
  readonly v8?: string
  readonly v9?: string
  readonly description?: string
  readonly sql?: readonly string[]
  /** `null` where it derives none. */
  readonly rollback?: readonly string[] | null
}

/** Answers that are kept beside this file. */
export function readAnswers<T>(name: string): T {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`./answers/${name}.json`, import.meta.url)), 'utf8')) as T
}

/** The same facts as an answer has, computed here. */
export function answerFor({ xml, yaml, strategy, defaultSchema }: Answer, changeset: Changeset): Answer {
  const asked = { xml, yaml, strategy, defaultSchema }
  const [change] = changeset.changes
  if (changeset.faults.length > 0 || change === undefined) return { ...asked, refused: true }
  const context = {
    defaultSchema: defaultSchema ?? null,
    quotingStrategy: changeset.quotingStrategy,
    readBody: heldText,
  }
  const sql = (one: Change) => [...toSql(one, context)].flatMap(({ body }) => heldText(body))
  return {
    ...asked,
    v8: checksumOf(changeset, 8, heldText),
    v9: checksumOf(changeset, 9, heldText),
    description: describeChange(change),
    sql: sql(change),
    rollback: inverseOf(change)?.flatMap(sql) ?? null,
  }
}

function heldText(body: Body): string[] {
  if (body.kind !== 'held') throw new TypeError('a structured change has no large text')
  return [body.text]
}
