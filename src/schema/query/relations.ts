import {
  type CatalogQuery,
  comment,
  facts,
  foreignOptions,
  GIVEN,
  options,
  owner,
  privileges,
  yesIf,
} from './catalog-query.ts'

/** Parents in the order they were named: it decides the order of columns. */
const PARENTS = `(SELECT string_agg(pn.q || '.' || quote_ident(p.relname), ', ' ORDER BY i.inhseqno)
  FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN (SELECT oid, quote_ident(nspname) AS q FROM pg_namespace) AS pn ON pn.oid = p.relnamespace
  WHERE i.inhrelid = r.oid)`

const TABLE_FACTS = {
  form: `CASE r.relkind WHEN 'f' THEN 'foreign' WHEN 'p' THEN 'partitioned' END`,
  persistence: `CASE r.relpersistence WHEN 'u' THEN 'unlogged' END`,
  'partitioned by': `CASE r.relkind WHEN 'p' THEN pg_get_partkeydef(r.oid) END`,
  'partition of': `CASE WHEN r.relispartition THEN ${PARENTS} END`,
  'partition bound': `CASE WHEN r.relispartition THEN pg_get_expr(r.relpartbound, r.oid) END`,
  inherits: `CASE WHEN r.relkind IN ('r', 'f') AND NOT r.relispartition THEN ${PARENTS} END`,
  'of type': `CASE WHEN r.reloftype <> 0 THEN format_type(r.reloftype, NULL) END`,
  'access method': `(SELECT amname FROM pg_am WHERE oid = r.relam AND amname <> 'heap')`,
  tablespace: `(SELECT spcname FROM pg_tablespace WHERE oid = r.reltablespace)`,
  options: options('r.reloptions'),
  'toast options': `(SELECT ${options('t.reloptions')} FROM pg_class t WHERE t.oid = r.reltoastrelid)`,
  'row security': yesIf('r.relrowsecurity'),
  'row security for the owner': yesIf('r.relforcerowsecurity'),
  'replica identity': `CASE WHEN r.relkind IN ('r', 'p') THEN
    CASE r.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN 'index' END END`,
  server: `(SELECT quote_ident(s.srvname) FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver
    WHERE f.ftrelid = r.oid)`,
  'foreign options': `(SELECT ${foreignOptions('f.ftoptions')} FROM pg_foreign_table f WHERE f.ftrelid = r.oid)`,
  // Whether a materialized view is filled is a matter of data.
  definition: `CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END`,
}

const OWN_FACTS = {
  comment: comment('pg_class', 'r.oid'),
  owner: owner('r.relowner'),
}

/** Tables of every form, views and materialized views. */
export const relations: CatalogQuery = {
  reads: 'tables and views',
  text: () => `${GIVEN} SELECT r.kind, r.name, NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({ ...TABLE_FACTS, ...OWN_FACTS, privileges: privileges('r.relacl', 'r', 'r.relowner') })}
    FROM rel r WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm')`,
}

/** The column a sequence belongs to: as serial columns have it (a), or as identity columns have it (i). */
function columnOf(dependency: 'a' | 'i'): string {
  return `(SELECT ns.q || '.' || quote_ident(t.relname) || '.' || quote_ident(a.attname)
    FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN ns ON ns.oid = t.relnamespace
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
      AND d.refobjsubid > 0 AND d.deptype = '${dependency}')`
}

export const sequences: CatalogQuery = {
  reads: 'sequences',
  text: () => `${GIVEN} SELECT r.kind, r.name, NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({
      type: 'format_type(s.seqtypid, NULL)',
      start: 's.seqstart',
      increment: 's.seqincrement',
      minimum: 's.seqmin',
      maximum: 's.seqmax',
      cache: 's.seqcache',
      cycle: yesIf('s.seqcycle'),
      persistence: `CASE r.relpersistence WHEN 'u' THEN 'unlogged' END`,
      'owned by': columnOf('a'),
      'identity of': columnOf('i'),
      ...OWN_FACTS,
      privileges: privileges('r.relacl', 's', 'r.relowner'),
    })}
    FROM rel r JOIN pg_sequence s ON s.seqrelid = r.oid`,
}
