/** One question to the catalog. Every query takes the same four parameters and gives the same columns. */
export interface CatalogQuery {
  /** For messages: what it reads. */
  readonly reads: string
  /** `version` is `server_version_num`: catalogs gain columns. */
  readonly text: (version: number) => string
}

/**
 * What all queries begin with: $1 schemas (null: all), $2 tables to leave out, $3 owners, $4 privileges. `ns`: the schemas
 * that count; `rel`: relations in them that belong to no extension, with the kind and name they are listed under.
 */
export const GIVEN = `WITH given AS (
  SELECT $1::text[] AS schemas, $2::jsonb AS except_tables, $3::boolean AS owners, $4::boolean AS privileges
), ns AS (
  SELECT n.oid, n.nspname, quote_ident(n.nspname) AS q FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND ($1 IS NULL OR n.nspname = ANY ($1))
), rel AS (
  SELECT c.*, ns.q || '.' || quote_ident(c.relname) AS name,
    CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized-view' WHEN 'c' THEN 'type' WHEN 'S' THEN 'sequence'
      ELSE 'table' END AS kind
  FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S') AND ${ofNoExtension('pg_class', 'c.oid')}
    AND (c.relkind <> 'c' OR ${ofNoExtension('pg_type', 'c.reltype')})
    AND NOT EXISTS (SELECT FROM jsonb_to_recordset($2) AS x (schema text, name text)
      WHERE x.name = c.relname AND (x.schema IS NULL OR x.schema = ns.nspname))
)`

/** True where no schemas were named: for what lies in no schema. */
export const EVERYTHING = '$1 IS NULL'

/** Objects that an extension brought along are told by the extension. */
export function ofNoExtension(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend e
    WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`
}

/** What PostgreSQL made by itself for another object, as the functions of a range type, is told by that one. */
export function ofNothing(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend i
    WHERE i.classid = '${catalog}'::regclass AND i.objid = ${oid} AND i.deptype = 'i')`
}

/** An object's facts, name by name; those whose expression is null are left out. */
export function facts(expressions: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(expressions).map(([fact, expression]) => `'${fact}', (${expression})::text`)
  return `jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')})) AS facts`
}

export function yesIf(condition: string): string {
  return `CASE WHEN ${condition} THEN 'yes' END`
}

/** Options such as `fillfactor=70`, sorted: they are a set. */
export function options(array: string): string {
  return `(SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(${array}) AS o)`
}

/** The same of what wrappers of foreign data are told: that there is a secret counts, what it is does not get out. */
export function foreignOptions(array: string): string {
  const name = `split_part(o, '=', 1)`
  return `(SELECT string_agg(CASE WHEN ${name} ~* 'passw|passphrase|secret|token|credential|api_?key|private' THEN ${name} || '=(not told)'
    ELSE o END, ', ' ORDER BY o COLLATE "C") FROM unnest(${array}) AS o)`
}

export function comment(catalog: string, oid: string): string {
  return `obj_description(${oid}, '${catalog}')`
}

export function owner(role: string): string {
  return `CASE WHEN $3 THEN quote_ident(pg_get_userbyid(${role})) END`
}

/**
 * What an access list grants beyond what such an object grants by itself, one line per role, and what it takes away. The
 * object's owner is written OWNER, so that the same grants read the same under another owner; a role of that name would
 * be quoted.
 */
export function privileges(acl: string, type: string, role: string, usual = `acldefault('${type}', ${role})`): string {
  return `CASE WHEN $4 AND ${acl} IS NOT NULL THEN (
    WITH line (who, text) AS (${aclLines(acl, role)}), usual (who, text) AS (${aclLines(usual, role)})
    SELECT string_agg(t, E'\\n' ORDER BY t COLLATE "C") FROM (
      SELECT line.who || ': ' || line.text FROM line WHERE (line.who, line.text) NOT IN (SELECT * FROM usual)
      UNION ALL SELECT usual.who || ': nothing' FROM usual WHERE usual.who NOT IN (SELECT who FROM line)
    ) AS lines (t)) END`
}

function aclLines(acl: string, role: string): string {
  return `SELECT who, string_agg(what, ', ' ORDER BY what COLLATE "C") FROM (
      SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' WHEN a.grantee = ${role} THEN 'OWNER'
          ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
        a.privilege_type || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END
          || CASE WHEN a.grantor = ${role} THEN '' ELSE ' by ' || quote_ident(pg_get_userbyid(a.grantor)) END
      FROM aclexplode(${acl}) AS a
    ) AS each (who, what) GROUP BY who`
}
