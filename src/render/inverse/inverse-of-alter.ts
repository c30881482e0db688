import type { Node, NodeOf } from '../../sql/load-grammar.ts'
import { identifier, literal } from '../../sql/sql.ts'
import { certain, type Inverse, type Inverses, uncertain } from './inverse.ts'
import { besideRelation, dotted, onlyText, partsOf, partsOfRelation, relationText, typeText } from './name-text.ts'

/** What is added is dropped, what is renamed gets its name back, what is moved goes back to the schema it is written with. */
export const inversesOfAlter: Inverses = {
  AlterTableStmt: dropAdded,
  RenameStmt: renameBack,
  AlterObjectSchemaStmt: moveBack,
  AlterEnumStmt: ({ typeName, oldVal, newVal }) => {
    if (oldVal === undefined || newVal === undefined) return uncertain('PostgreSQL cannot drop an enum value')
    return certain(`ALTER TYPE ${dotted(partsOf(typeName))} RENAME VALUE ${literal(newVal)} TO ${literal(oldVal)}`)
  },
}

type ObjectType = NodeOf<'AlterTableStmt'>['objtype']

const RELATIONS: { readonly [Type in NonNullable<ObjectType>]?: string } = {
  OBJECT_TABLE: 'TABLE',
  OBJECT_FOREIGN_TABLE: 'FOREIGN TABLE',
  OBJECT_VIEW: 'VIEW',
  OBJECT_MATVIEW: 'MATERIALIZED VIEW',
  OBJECT_INDEX: 'INDEX',
  OBJECT_SEQUENCE: 'SEQUENCE',
}

const NOT_THERE = uncertain('IF EXISTS may have found nothing')

function dropAdded({ relation, cmds, objtype, missing_ok }: NodeOf<'AlterTableStmt'>): Inverse {
  if (missing_ok === true) return NOT_THERE
  const type = objtype === 'OBJECT_TYPE'
  const kind = type ? 'TYPE' : objtype === undefined ? undefined : RELATIONS[objtype]
  if (kind === undefined) return uncertain('ALTER TABLE of this kind of object has no certain inverse')
  const head = `ALTER ${kind} ${type || kind === 'INDEX' ? '' : onlyText(relation)}${relationText(relation)}`
  const statements: string[] = []
  for (const node of [...(cmds ?? [])].reverse()) {
    const dropped = 'AlterTableCmd' in node ? dropOf(node.AlterTableCmd, type) : uncertain('it is no command')
    if (!dropped.certain) return dropped
    statements.push(...dropped.statements.map((clause) => `${head} ${clause}`))
  }
  return certain(...statements)
}

function dropOf({ subtype, def, missing_ok, behavior }: NodeOf<'AlterTableCmd'>, type: boolean): Inverse {
  if (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def) {
    // To take it away from there needs CASCADE, too, which takes along what has come to depend on it.
    if (type && behavior === 'DROP_CASCADE') return uncertain('ADD ATTRIBUTE CASCADE changes typed tables as well')
    if (missing_ok === true) return uncertain('ADD COLUMN IF NOT EXISTS may have found one')
    return certain(`DROP ${type ? 'ATTRIBUTE' : 'COLUMN'} ${identifier(def.ColumnDef.colname ?? '')}`)
  }
  if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) return dropConstraint(def.Constraint)
  return uncertain(`nobody can say what was there before ${spelled(subtype)}`)
}

/** Those that leave nothing behind when they go. */
const LEAVE_NOTHING: readonly (NodeOf<'Constraint'>['contype'] | undefined)[] = [
  'CONSTR_CHECK',
  'CONSTR_UNIQUE',
  'CONSTR_FOREIGN',
  'CONSTR_EXCLUSION',
]

function dropConstraint({ contype, conname, indexname }: NodeOf<'Constraint'>): Inverse {
  if (conname === undefined) return uncertain('PostgreSQL chose the name of the constraint')
  if (indexname !== undefined) return uncertain('ADD CONSTRAINT USING INDEX takes over an index that was there')
  if (contype === 'CONSTR_PRIMARY')
    return uncertain('a primary key makes columns NOT NULL, and they may have been before')
  if (!LEAVE_NOTHING.includes(contype)) return uncertain('ADD CONSTRAINT of this kind has no certain inverse')
  return certain(`DROP CONSTRAINT ${identifier(conname)}`)
}

/** `AT_SetNotNull` as people know it: `SET NOT NULL`. */
function spelled(subtype: string | undefined): string {
  return (subtype ?? '')
    .replace(/^AT_/, '')
    .replace(/(?<!^)([A-Z])/g, ' $1')
    .toUpperCase()
}

function renameBack(statement: NodeOf<'RenameStmt'>): Inverse {
  const { renameType, relationType, relation, object, subname = '', newname = '', missing_ok, behavior } = statement
  if (missing_ok === true) return NOT_THERE
  const [now, before] = [identifier(newname), identifier(subname)]
  const kind = renameType === undefined ? undefined : RELATIONS[renameType]
  if (kind !== undefined) {
    return certain(
      `ALTER ${kind} ${besideRelation(relation, newname)} RENAME TO ${identifier(relation?.relname ?? '')}`,
    )
  }
  const table = relationText(relation)
  switch (renameType) {
    case 'OBJECT_COLUMN': {
      const of = relationType === undefined ? undefined : RELATIONS[relationType]
      if (of === undefined) break
      return certain(`ALTER ${of} ${onlyText(relation)}${table} RENAME COLUMN ${now} TO ${before}`)
    }
    case 'OBJECT_ATTRIBUTE':
      return certain(
        `ALTER TYPE ${table} RENAME ATTRIBUTE ${now} TO ${before}${behavior === 'DROP_CASCADE' ? ' CASCADE' : ''}`,
      )
    case 'OBJECT_TABCONSTRAINT':
      return certain(`ALTER TABLE ${onlyText(relation)}${table} RENAME CONSTRAINT ${now} TO ${before}`)
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE': {
      const what = renameType.slice('OBJECT_'.length)
      return certain(`ALTER ${what} ${now} ON ${table} RENAME TO ${before}`)
    }
    case 'OBJECT_SCHEMA':
      return certain(`ALTER SCHEMA ${now} RENAME TO ${before}`)
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
      return renameNamed(renameType.slice('OBJECT_'.length), object, newname)
    default:
      break
  }
  return uncertain('renaming this kind of object has no certain inverse')
}

/** Things whose name is a list of words, with types behind it where there may be several of that name. */
function renameNamed(kind: string, object: Node | undefined, newname: string): Inverse {
  if (object !== undefined && 'List' in object) return swapLast(kind, partsOf(object.List.items), newname, '')
  if (object === undefined || !('ObjectWithArgs' in object)) return uncertain('it names no object')
  const { objname, objargs, args_unspecified } = object.ObjectWithArgs
  if (args_unspecified === true) return swapLast(kind, partsOf(objname), newname, '')
  const types = (objargs ?? []).map((node) => ('TypeName' in node ? typeText(node.TypeName) : null))
  if (types.includes(null)) return uncertain('an argument takes its type from a column')
  return swapLast(kind, partsOf(objname), newname, `(${types.join(', ')})`)
}

function swapLast(kind: string, parts: readonly string[], newname: string, args: string): Inverse {
  const now = dotted([...parts.slice(0, -1), newname])
  return certain(`ALTER ${kind} ${now}${args} RENAME TO ${identifier(parts.at(-1) ?? '')}`)
}

function moveBack({ objectType, relation, newschema = '', missing_ok }: NodeOf<'AlterObjectSchemaStmt'>): Inverse {
  if (missing_ok === true) return NOT_THERE
  const kind = objectType === undefined ? undefined : RELATIONS[objectType]
  const before = relation?.schemaname
  if (kind === undefined) return uncertain('SET SCHEMA of this kind of object has no certain inverse')
  if (before === undefined) return uncertain('SET SCHEMA does not say which schema it was in before')
  const name = partsOfRelation(relation).at(-1) ?? ''
  return certain(`ALTER ${kind} ${dotted([newschema, name])} SET SCHEMA ${identifier(before)}`)
}
