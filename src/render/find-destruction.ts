import type { Destruction } from '../model/rollback.ts'
import type { Grammar, Node, NodeOf } from '../sql/load-grammar.ts'
import { besideRelation, dotted, partsOf, partsOfRelation, shownName } from './inverse/name-text.ts'

/** A statement longer than this is not parsed: that takes seconds. */
const MAX_LENGTH = 1 << 18

/** Statements that bring rows and take none; they are what long texts are made of. */
const HARMLESS = /^\s*(?:insert|copy|select|values|comment|grant|revoke|set|analyze|vacuum)\b/i
const OVERWRITES = /\bdo\s+update\b/i

/** Finds what statements take away, one after the other, in the order they run. */
export type FindDestruction = (text: string) => readonly Destruction[]

/**
 * What of each statement takes data away, by PostgreSQL's grammar: what drops or empties a table, a column, a schema or a
 * sequence, changes a column's type, deletes or overwrites rows; and what nobody can look into. A table that was renamed on
 * the way, or whose schema was, is found by the name it began with.
 */
export function destructionFinder(grammar: Grammar): FindDestruction {
  const names = new FirstNames()
  return (text) => {
    if (HARMLESS.test(text) && !OVERWRITES.test(text)) return []
    const word = /\w+/.exec(text)?.[0].toUpperCase() ?? ''
    if (text.length > MAX_LENGTH) return [destruction(`${word} (too long to be looked into)`, '')]
    const parsed = grammar.parse(text)
    if ('fault' in parsed) return [destruction(`${word} (the grammar does not read it)`, '')]
    return parsed.flatMap((node) => {
      names.follow(node)
      return found(node).map((one) => ({
        ...one,
        tables: one.tables.map((table) => names.ofTable(table)),
        schema: one.schema === null ? null : names.ofSchema(one.schema),
      }))
    })
  }
}

/** What renamed tables and schemas were called before the first of the statements. */
class FirstNames {
  readonly #tables = new Map<string, string>()
  readonly #schemas = new Map<string, string>()

  follow(node: Node): void {
    const table = renamedTable(node)
    if (table !== null) this.#tables.set(table.to, this.ofTable(table.from))
    if (!('RenameStmt' in node) || node.RenameStmt.renameType !== 'OBJECT_SCHEMA') return
    const { subname = '', newname = '' } = node.RenameStmt
    this.#schemas.set(newname, this.ofSchema(subname))
  }

  /** Of a name as SQL. */
  ofTable(table: string): string {
    const known = this.#tables.get(table)
    if (known !== undefined || this.#schemas.size === 0) return known ?? table
    const before = [...this.#schemas].find(([schema]) => table.startsWith(`${dotted([schema])}.`))
    if (before === undefined) return table
    const moved = dotted([before[1]]) + table.slice(dotted([before[0]]).length)
    return this.#tables.get(moved) ?? moved
  }

  ofSchema(schema: string): string {
    return this.#schemas.get(schema) ?? schema
  }
}

function renamedTable(node: Node): { readonly from: string; readonly to: string } | null {
  if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_TABLE') {
    const { relation, newname = '' } = node.RenameStmt
    return { from: dotted(partsOfRelation(relation)), to: besideRelation(relation, newname) }
  }
  if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.objectType === 'OBJECT_TABLE') {
    const { relation, newschema = '' } = node.AlterObjectSchemaStmt
    const parts = partsOfRelation(relation)
    return { from: dotted(parts), to: dotted([newschema, parts.at(-1) ?? '']) }
  }
  return null
}

function destruction(statement: string, object: string, of: Partial<Destruction> = {}): Destruction {
  return { statement, object, tables: [], schema: null, ...of }
}

function ofTable(statement: string, parts: readonly string[], column?: string): Destruction {
  const object = shownName(column === undefined ? parts : [...parts, column])
  return destruction(statement, object, { tables: [dotted(parts)] })
}

function found(node: Node): readonly Destruction[] {
  if ('DropStmt' in node) return dropped(node.DropStmt)
  if ('AlterTableStmt' in node) return altered(node.AlterTableStmt)
  if ('TruncateStmt' in node) {
    const relations = (node.TruncateStmt.relations ?? []).flatMap((one) => ('RangeVar' in one ? [one.RangeVar] : []))
    return relations.map((relation) => ofTable('TRUNCATE', partsOfRelation(relation)))
  }
  if ('DropdbStmt' in node) return [destruction('DROP DATABASE', shownName([node.DropdbStmt.dbname ?? '']))]
  if ('DropOwnedStmt' in node) return [destruction('DROP OWNED', '')]
  if ('DoStmt' in node)
    return DESTRUCTIVE_WORDS.test(JSON.stringify(node)) ? [destruction('DO (it may destroy)', '')] : []
  // It only says what will be done one day.
  if ('CreateFunctionStmt' in node || 'RuleStmt' in node) return []
  return [...changedRows(node)]
}

const DESTRUCTIVE_WORDS = /\b(?:drop|truncate|delete|update|alter|merge)\b/i

/** What holds data itself, and what takes columns along where it cascades. */
const HOLD_DATA: ReadonlySet<string | undefined> = new Set(['OBJECT_TABLE', 'OBJECT_SCHEMA', 'OBJECT_SEQUENCE'])
const TAKE_COLUMNS: ReadonlySet<string | undefined> = new Set(['OBJECT_TYPE', 'OBJECT_DOMAIN', 'OBJECT_EXTENSION'])

function dropped({ objects, removeType, behavior }: NodeOf<'DropStmt'>): readonly Destruction[] {
  const cascades = behavior === 'DROP_CASCADE'
  if (!HOLD_DATA.has(removeType) && !(cascades && TAKE_COLUMNS.has(removeType))) return []
  const kind = (removeType ?? '').replace('OBJECT_', '')
  const statement = `DROP ${kind}${HOLD_DATA.has(removeType) ? '' : ' CASCADE'}`
  return (objects ?? []).map((object) => {
    const parts = partsOfObject(object)
    if (kind === 'TABLE') return ofTable(statement, parts)
    return destruction(statement, shownName(parts), kind === 'SCHEMA' ? { schema: parts[0] ?? null } : {})
  })
}

function partsOfObject(object: Node): readonly string[] {
  if ('List' in object) return partsOf(object.List.items)
  if ('TypeName' in object) return partsOf(object.TypeName.names)
  return partsOf([object])
}

function altered({ relation, cmds, objtype }: NodeOf<'AlterTableStmt'>): readonly Destruction[] {
  const parts = partsOfRelation(relation)
  return (cmds ?? []).flatMap((node) => {
    if (!('AlterTableCmd' in node)) return []
    const { subtype, name } = node.AlterTableCmd
    const type = objtype === 'OBJECT_TYPE'
    if (subtype === 'AT_DropColumn') return [ofTable(type ? 'DROP ATTRIBUTE' : 'DROP COLUMN', parts, name)]
    if (subtype === 'AT_AlterColumnType')
      return [ofTable(type ? 'ALTER ATTRIBUTE TYPE' : 'ALTER COLUMN TYPE', parts, name)]
    return []
  })
}

/** Rows go also in what a WITH clause holds. */
function* changedRows(node: unknown): Generator<Destruction> {
  if (typeof node !== 'object' || node === null) return
  for (const [kind, value] of Object.entries(node)) {
    const name = { DeleteStmt: 'DELETE', UpdateStmt: 'UPDATE', MergeStmt: 'MERGE' }[kind]
    if (name !== undefined) yield ofTable(name, partsOfRelation((value as NodeOf<'DeleteStmt'>).relation))
    if (kind === 'InsertStmt') {
      const { relation, onConflictClause } = value as NodeOf<'InsertStmt'>
      if (onConflictClause?.action === 'ONCONFLICT_UPDATE')
        yield ofTable('INSERT ON CONFLICT DO UPDATE', partsOfRelation(relation))
    }
    yield* changedRows(value)
  }
}
