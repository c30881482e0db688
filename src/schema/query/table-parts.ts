import { type CatalogQuery, comment, facts, GIVEN, options, yesIf } from './catalog-query.ts'

const ENABLED = (column: string): string =>
  `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END`

/** Triggers by which PostgreSQL keeps a constraint, where DISABLE TRIGGER ALL or the like has switched them. */
const SWITCHED_TRIGGERS = `SELECT t.tgrelid::regclass || ' ' || ${ENABLED('t.tgenabled')} AS line FROM pg_trigger t
  WHERE t.tgconstraint = c.oid AND t.tgisinternal AND t.tgenabled <> 'O'`

/**
 * Constraints of tables. What a partition has only because its partitioned table has it is told there: its name is one that
 * PostgreSQL numbers; it is listed where it is not kept there. NOT NULL is a fact of the column; PostgreSQL 18 also keeps it as a constraint, which is listed where
 * it says more than that.
 */
export const constraints: CatalogQuery = {
  reads: 'constraints',
  text: () => `${GIVEN} SELECT 'constraint' AS kind, r.name || '.' || quote_ident(c.conname) AS name,
    r.kind AS of_kind, r.name AS of_name, NULL::int AS position,
    ${facts({
      definition: 'pg_get_constraintdef(c.oid)',
      'not kept': `(SELECT string_agg(DISTINCT line, ', ' ORDER BY line) FROM (${SWITCHED_TRIGGERS}) AS each)`,
      'declared here, too': yesIf('c.coninhcount > 0 AND c.conislocal AND c.conparentid = 0 AND NOT r.relispartition'),
      // A unique or primary key made of a ready index, and ALTER INDEX, can give it more than the definition tells.
      'index options': options('i.reloptions'),
      tablespace: '(SELECT spcname FROM pg_tablespace WHERE oid = i.reltablespace)',
      clustered: yesIf('x.indisclustered'),
      'replica identity': yesIf('x.indisreplident'),
      'index valid': `CASE WHEN NOT x.indisvalid THEN 'no' END`,
      comment: comment('pg_constraint', 'c.oid'),
      'index comment': comment('pg_class', 'i.oid'),
    })}
    FROM rel r JOIN pg_constraint c ON c.conrelid = r.oid
      LEFT JOIN pg_class i ON i.oid = c.conindid AND c.contype IN ('p', 'u', 'x') LEFT JOIN pg_index x ON x.indexrelid = i.oid
    WHERE (c.conparentid = 0 OR EXISTS (${SWITCHED_TRIGGERS})) AND (c.contype IN ('p', 'u', 'f', 'c', 'x') OR c.contype = 'n' AND (
      NOT c.convalidated OR c.connoinherit OR ${comment('pg_constraint', 'c.oid')} IS NOT NULL))`,
}

/** Indexes that no constraint stands for; the names are those of schemas, an index is not below its table there. */
export const indexes: CatalogQuery = {
  reads: 'indexes',
  text: () => `${GIVEN} SELECT 'index' AS kind, ns.q || '.' || quote_ident(i.relname) AS name,
    r.kind AS of_kind, r.name AS of_name, NULL::int AS position,
    ${facts({
      definition: 'pg_get_indexdef(x.indexrelid)',
      tablespace: '(SELECT spcname FROM pg_tablespace WHERE oid = i.reltablespace)',
      clustered: yesIf('x.indisclustered'),
      'replica identity': yesIf('x.indisreplident'),
      valid: `CASE WHEN NOT x.indisvalid THEN 'no' END`,
      statistics: `(SELECT string_agg(a.attnum || '=' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = i.oid AND a.attstattarget >= 0)`,
      comment: comment('pg_class', 'i.oid'),
    })}
    FROM rel r JOIN pg_index x ON x.indrelid = r.oid JOIN pg_class i ON i.oid = x.indexrelid
      JOIN ns ON ns.oid = i.relnamespace
    WHERE NOT i.relispartition
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))`,
}

/** Triggers that PostgreSQL copied to a partition are told at its partitioned table, unless one was switched by itself. */
export const triggers: CatalogQuery = {
  reads: 'triggers',
  text: (version) => `${GIVEN} SELECT 'trigger' AS kind, r.name || '.' || quote_ident(t.tgname) AS name,
    r.kind AS of_kind, r.name AS of_name, NULL::int AS position,
    ${facts({
      definition: 'pg_get_triggerdef(t.oid)',
      enabled: ENABLED('t.tgenabled'),
      comment: comment('pg_trigger', 't.oid'),
    })}
    FROM rel r JOIN pg_trigger t ON t.tgrelid = r.oid
    WHERE NOT t.tgisinternal${version >= 130_000 ? ` AND (t.tgparentid = 0 OR ${SWITCHED})` : ''}`,
}

const SWITCHED = 't.tgenabled <> (SELECT p.tgenabled FROM pg_trigger p WHERE p.oid = t.tgparentid)'

/** The rule that makes a view a view is its definition. */
export const rules: CatalogQuery = {
  reads: 'rules',
  text: () => `${GIVEN} SELECT 'rule' AS kind, r.name || '.' || quote_ident(w.rulename) AS name,
    r.kind AS of_kind, r.name AS of_name, NULL::int AS position,
    ${facts({
      definition: 'pg_get_ruledef(w.oid)',
      enabled: ENABLED('w.ev_enabled'),
      comment: comment('pg_rewrite', 'w.oid'),
    })}
    FROM rel r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'`,
}

export const policies: CatalogQuery = {
  reads: 'policies',
  text: () => `${GIVEN} SELECT 'policy' AS kind, r.name || '.' || quote_ident(p.polname) AS name,
    r.kind AS of_kind, r.name AS of_name, NULL::int AS position,
    ${facts({
      for: `CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END`,
      restrictive: yesIf('NOT p.polpermissive'),
      roles: `(SELECT string_agg(role, ', ' ORDER BY role COLLATE "C") FROM (
        SELECT CASE WHEN o = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END FROM unnest(p.polroles) AS o) AS each (role))`,
      using: 'pg_get_expr(p.polqual, p.polrelid)',
      'with check': 'pg_get_expr(p.polwithcheck, p.polrelid)',
      comment: comment('pg_policy', 'p.oid'),
    })}
    FROM rel r JOIN pg_policy p ON p.polrelid = r.oid`,
}

export const statistics: CatalogQuery = {
  reads: 'statistics objects',
  text: (version) => `${GIVEN} SELECT 'statistics' AS kind, ns.q || '.' || quote_ident(s.stxname) AS name,
    r.kind AS of_kind, r.name AS of_name, NULL::int AS position,
    ${facts({
      definition: definitionOfStatistics(version),
      ...(version >= 130_000 ? { target: 'CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END' } : {}),
      comment: comment('pg_statistic_ext', 's.oid'),
    })}
    FROM rel r JOIN pg_statistic_ext s ON s.stxrelid = r.oid JOIN ns ON ns.oid = s.stxnamespace`,
}

/** PostgreSQL prints expressions here in a way of its own, in which casts of arrays cannot be told apart from other casts. */
function definitionOfStatistics(version: number): string {
  if (version < 140_000) return 'pg_get_statisticsobjdef(s.oid)'
  return `CASE WHEN s.stxexprs IS NULL THEN pg_get_statisticsobjdef(s.oid) ELSE concat_ws(', ',
    (SELECT string_agg(CASE k WHEN 'd' THEN 'ndistinct' WHEN 'f' THEN 'dependencies' WHEN 'm' THEN 'mcv' END, ', ' ORDER BY k)
      FROM unnest(s.stxkind) AS k),
    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = r.oid AND a.attnum = ANY (s.stxkeys::int2[])),
    array_to_string(pg_get_statisticsobjdef_expressions(s.oid), ', ')) END`
}
