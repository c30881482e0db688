import { notInternal, OWN_SCHEMA } from './catalog-words.ts'

/** A kind of object that is counted on both sides. */
interface CountedKind {
  readonly kind: string
  /** Rows to count. */
  readonly from: string
  /** Condition that makes them of this kind. */
  readonly where: string
  /** Catalogue and oid by which a dump knows the object. */
  readonly catalog: string
  readonly oid: string
  /** The schema that decides whether it is the server's own; null where it has none. */
  readonly schema: string | null
}

const RELATION = { from: 'pg_catalog.pg_class AS c', catalog: 'pg_class', oid: 'c.oid', schema: 'c.relnamespace' }
const OF_TABLE = 'JOIN pg_catalog.pg_class AS c ON c.oid ='
const ROUTINE = { from: 'pg_catalog.pg_proc AS p', catalog: 'pg_proc', oid: 'p.oid', schema: 'p.pronamespace' }
const CONSTRAINT = {
  from: `pg_catalog.pg_constraint AS k ${OF_TABLE} k.conrelid`,
  catalog: 'pg_constraint',
  oid: 'k.oid',
  schema: 'c.relnamespace',
}

/**
 * A trigger or constraint on a partition that its parent's made is not dumped; it depends on that one (deptype P or I), by
 * which every server version since 11 tells.
 */
function notInherited(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.refclassid = e.classid AND e.deptype IN ('P', 'I', 'S'))`
}

const KINDS: readonly CountedKind[] = [
  {
    kind: 'schema',
    from: 'pg_catalog.pg_namespace AS s',
    where: "s.nspname <> 'public'",
    catalog: 'pg_namespace',
    oid: 's.oid',
    schema: 's.oid',
  },
  { kind: 'table', ...RELATION, where: "c.relkind IN ('r', 'p')" },
  { kind: 'foreign table', ...RELATION, where: "c.relkind = 'f'" },
  { kind: 'view', ...RELATION, where: "c.relkind = 'v'" },
  { kind: 'materialized view', ...RELATION, where: "c.relkind = 'm'" },
  { kind: 'sequence', ...RELATION, where: "c.relkind = 'S'" },
  {
    kind: 'column',
    from: `pg_catalog.pg_attribute AS a ${OF_TABLE} a.attrelid`,
    where: "a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm')",
    catalog: 'pg_class',
    oid: 'c.oid',
    schema: 'c.relnamespace',
  },
  {
    kind: 'index',
    ...RELATION,
    where:
      "c.relkind IN ('i', 'I') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))",
  },
  { kind: 'key', ...CONSTRAINT, where: "k.contype IN ('p', 'u', 'x')" },
  { kind: 'foreign key', ...CONSTRAINT, where: `k.contype = 'f' AND ${notInherited('pg_constraint', 'k.oid')}` },
  { kind: 'check', ...CONSTRAINT, catalog: 'pg_class', oid: 'c.oid', where: "k.contype = 'c'" },
  {
    kind: 'trigger',
    from: `pg_catalog.pg_trigger AS t ${OF_TABLE} t.tgrelid`,
    where: `NOT t.tgisinternal AND ${notInherited('pg_trigger', 't.oid')}`,
    catalog: 'pg_trigger',
    oid: 't.oid',
    schema: 'c.relnamespace',
  },
  {
    kind: 'policy',
    from: `pg_catalog.pg_policy AS y ${OF_TABLE} y.polrelid`,
    where: 'true',
    catalog: 'pg_policy',
    oid: 'y.oid',
    schema: 'c.relnamespace',
  },
  { kind: 'function', ...ROUTINE, where: `p.prokind IN ('f', 'w') AND ${notInternal('pg_proc', 'p.oid')}` },
  { kind: 'procedure', ...ROUTINE, where: "p.prokind = 'p'" },
  { kind: 'aggregate', ...ROUTINE, where: "p.prokind = 'a'" },
  {
    kind: 'type',
    from: 'pg_catalog.pg_type AS y LEFT JOIN pg_catalog.pg_class AS c ON c.oid = y.typrelid',
    where: "(y.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')",
    catalog: 'pg_type',
    oid: 'y.oid',
    schema: 'y.typnamespace',
  },
  {
    kind: 'event trigger',
    from: 'pg_catalog.pg_event_trigger AS t',
    where: 'true',
    catalog: 'pg_event_trigger',
    oid: 't.oid',
    schema: null,
  },
]

/** Kinds of which a dump does not tell each single object. */
export const LARGE_OBJECT = 'large object'

/** `kind, n`: what of the objects `$1::oid[], $2::oid[]` (catalogue, oid) there is. For the source, in its snapshot. */
export const COUNT_DUMPED = KINDS.map(
  ({ kind, from, where, catalog, oid }) =>
    `SELECT '${kind}' AS kind, pg_catalog.count(*)::int AS n FROM ${from} WHERE ${where}
       AND ('${catalog}'::regclass, ${oid}) IN (SELECT d.catalog, d.oid FROM dumped AS d)`,
).join('\nUNION ALL ')

/** `kind, n`: everything there is that is neither the server's own nor an extension's. For the target. */
export const COUNT_ALL = `WITH own AS (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE ${OWN_SCHEMA}),
    part AS (SELECT e.classid, e.objid FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e')
  ${[
    ...KINDS.map(({ kind, from, where, catalog, oid, schema }) => {
      const own = schema === null ? '' : ` AND ${schema} IN (SELECT own.oid FROM own)`
      return `SELECT '${kind}' AS kind, pg_catalog.count(*)::int AS n FROM ${from}
    WHERE ${where}${own} AND ('${catalog}'::regclass, ${oid}) NOT IN (SELECT part.classid, part.objid FROM part)`
    }),
    `SELECT '${LARGE_OBJECT}', pg_catalog.count(*)::int FROM pg_catalog.pg_largeobject_metadata`,
  ].join('\n  UNION ALL ')}`
