import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { AttributeType } from '../../src/parse/attribute-type.ts'
import { attributeTypes } from '../../src/parse/schema-attributes.ts'
import { NEWEST_SCHEMA } from '../../src/parse/schema-defaults.ts'
import type { Item } from '../support/changelog-document.ts'
import { allCases } from './change-types/all-cases.ts'
import type { ChangeCase } from './change-types/change-case.ts'
import { refusalsOf } from './change-types/ours.ts'
import { type DeclaredAttribute, readSchema, readTypes } from './change-types/xsd-attributes.ts'

const jar = fileURLToPath(
  new URL('../../node_modules/liquibase/dist/liquibase/internal/lib/liquibase-core.jar', import.meta.url),
)
const services = 'META-INF/services/liquibase.change.Change'
const schema = 'www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd'
const files = unzipSync(readFileSync(jar), { filter: ({ name }) => name === services || name === schema })

/** Names that are not the class's own. */
const names: Readonly<Record<string, string>> = {
  CustomChangeWrapper: 'customChange',
  DeleteDataChange: 'delete',
  ExecuteShellCommandChange: 'executeCommand',
  InsertDataChange: 'insert',
  MergeColumnChange: 'mergeColumns',
  RawSQLChange: 'sql',
  SQLFileChange: 'sqlFile',
  UpdateDataChange: 'update',
}

function coreKinds(): readonly string[] {
  const classes = strFromU8(files[services] ?? new Uint8Array())
    .trim()
    .split('\n')
  return classes.map((line) => {
    const name = line.trim().split('.').at(-1) ?? ''
    return names[name] ?? name.replace(/Change$/, '').replace(/^./, (letter) => letter.toLowerCase())
  })
}

/** Attributes no case can have, each with the reason. */
const without: Readonly<Record<string, readonly string[]>> = {
  // Refused on PostgreSQL.
  addColumn: ['column beforeColumn', 'column afterColumn', 'column position'],
  createProcedure: ['replaceIfExists'],
  createSequence: ['ordered'],
}

const schemaText = strFromU8(files[schema] ?? new Uint8Array())
const attributesOf = readSchema(schemaText)

/** Our words for the types that the schema for XML has. */
const types: Readonly<Record<string, AttributeType>> = {
  'xsd:string': 'text',
  'xsd:boolean': 'boolean',
  'xsd:integer': 'integer',
  'xsd:long': 'long',
  'xsd:NMTOKEN': 'encoding',
  booleanExp: 'flag',
  integerExp: 'number',
  nonEmptyString: 'filled',
  columnParentTypeEnum: ['TABLE', 'VIEW'],
  fkCascadeActionOptions: { tokens: ['CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', 'NO ACTION'] },
  objectQuotingStrategy: ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS'],
  onChangeLogPreconditionErrorOrFail: ['HALT', 'WARN'],
  onChangeLogPreconditionOnSqlOutput: ['IGNORE', 'TEST', 'FAIL'],
  onChangeSetPreconditionErrorOrFail: ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN'],
  onChangeSetValidationFail: ['HALT', 'MARK_RAN'],
}

/** In the schema, and unknown to Liquibase's own reader. */
const unreadable = 'column defaultValueSequenceCurrent'

describe('the cases of the interop suite', () => {
  it('show every change type that the core of Liquibase has', () => {
    const kinds = coreKinds()
    expect(kinds.length).toBeGreaterThan(40)
    expect([...new Set(allCases.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort())
  })

  it('give every attribute that the schema for XML knows', () => {
    const missing = coreKinds().flatMap((kind) => {
      const given = new Set(allCases.flatMap((one) => one.changes).flatMap((change) => givenIn(change, kind)))
      const wanted = attributesOf(kind).filter(({ name }) => name !== unreadable && !without[kind]?.includes(name))
      return wanted.filter(({ name }) => !given.has(name)).map(({ name }) => `${kind}: ${name}`)
    })
    expect(missing).toEqual([])
  })

  it('are refused in XML without an attribute that its schema requires', async () => {
    const accepted: string[] = []
    for (const kind of coreKinds()) {
      for (const { name } of attributesOf(kind).filter(({ required }) => required)) {
        const one = withoutAttribute(kind, name)
        if ((await refusalsOf([one], 'xml')).length === 0) accepted.push(`${kind}: ${name}`)
      }
    }
    expect(accepted).toEqual([])
  })

  it('have names that Liquibase, which overlooks case, does not take for one', () => {
    const seen = allCases.map(({ name }) => name.toLowerCase())
    expect(seen.filter((name, n) => seen.indexOf(name) !== n)).toEqual([])
  })
})

it('an attribute has the type for us that the schema for XML gives it', () => {
  const declared = readTypes(schemaText)
  expect(declared.length).toBeGreaterThan(400)
  const ours = declared.map((one) => ({ ...one, type: typeOf(one) }))
  expect(ours).toEqual(declared.map((one) => ({ ...one, type: types[one.type] ?? one.type })))
})

function typeOf({ element, parent, name }: DeclaredAttribute): AttributeType {
  return attributeTypes(element, parent, NEWEST_SCHEMA)[name] ?? 'text'
}

/** A case that has the attribute, without it. */
function withoutAttribute(kind: string, name: string): ChangeCase {
  const has = (change: Item) => givenIn(change, kind).includes(name)
  const one = allCases.find(({ changes }) => changes.some(has))
  if (one === undefined) throw new Error(`no case gives ${name} to ${kind}`)
  const [child, attribute] = name.includes(' ') ? name.split(' ') : [kind, name]
  const strip = (piece: Item): Item => {
    const kept = Object.entries(piece.attributes).filter(([key]) => piece.name !== child || key !== attribute)
    return { ...piece, attributes: Object.fromEntries(kept), children: piece.children.map(strip) }
  }
  return { ...one, changes: one.changes.map((change) => (change.name === kind ? strip(change) : change)) }
}

/** Attributes of the change itself, and those of its children with the child's name before them. */
function givenIn(change: Item, kind: string): readonly string[] {
  if (change.name !== kind) return []
  return [...Object.keys(change.attributes), ...change.children.flatMap(namesIn)]
}

function namesIn(piece: Item): readonly string[] {
  return [...Object.keys(piece.attributes).map((name) => `${piece.name} ${name}`), ...piece.children.flatMap(namesIn)]
}
