import { type CatalogQuery, comment, facts, GIVEN, ofNoExtension, owner, privileges, yesIf } from './catalog-query.ts'

const NAME = `ns.q || '.' || quote_ident(t.typname)`

const FORM = `CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range'
  ELSE 'base' END`

function fn(column: string): string {
  return `CASE WHEN ${column}::oid <> 0 THEN ${column}::regprocedure END`
}

/** Facts of a base type, whose functions are written in C. */
const BASE = {
  input: `CASE WHEN t.typtype = 'b' THEN t.typinput::regprocedure END`,
  output: `CASE WHEN t.typtype = 'b' THEN t.typoutput::regprocedure END`,
  layout: `CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory) END`,
}

/** Enums, composites, domains, ranges and base types; the row types of tables, and arrays of types, belong to those. */
export const types: CatalogQuery = {
  reads: 'types',
  text: (version) => `${GIVEN} SELECT 'type' AS kind, ${NAME} AS name, NULL AS of_kind, NULL AS of_name,
    NULL::int AS position,
    ${facts({
      form: FORM,
      labels: `(SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e
        WHERE e.enumtypid = t.oid)`,
      'based on': `CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END`,
      'not null': yesIf('t.typnotnull'),
      // The text beside it is as it was written: its names are those of that session's search path.
      default: `coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), t.typdefault)`,
      collation: `(SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname) FROM pg_type b, pg_collation c
        JOIN pg_namespace n ON n.oid = c.collnamespace
        WHERE t.typtype = 'd' AND b.oid = t.typbasetype AND t.typcollation <> b.typcollation AND c.oid = t.typcollation)`,
      'range of': 'format_type(g.rngsubtype, NULL)',
      'range operator class': `(SELECT quote_ident(n.nspname) || '.' || quote_ident(o.opcname) FROM pg_opclass o
        JOIN pg_namespace n ON n.oid = o.opcnamespace WHERE o.oid = g.rngsubopc)`,
      'range collation': `(SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname) FROM pg_collation c
        JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = g.rngcollation)`,
      'range canonical': fn('g.rngcanonical'),
      'range difference': fn('g.rngsubdiff'),
      ...(version >= 140_000 ? { multirange: 'format_type(g.rngmultitypid, NULL)' } : {}),
      ...BASE,
      comment: `coalesce(${comment('pg_type', 't.oid')}, ${comment('pg_class', 'nullif(t.typrelid, 0)')})`,
      owner: owner('t.typowner'),
      privileges: privileges('t.typacl', 'T', 't.typowner'),
    })}
    FROM pg_type t JOIN ns ON ns.oid = t.typnamespace LEFT JOIN pg_range g ON g.rngtypid = t.oid
    WHERE t.typtype IN ('e', 'c', 'd', 'r', 'b') AND t.typisdefined AND ${ofNoExtension('pg_type', 't.oid')}
      AND NOT EXISTS (SELECT FROM pg_type l WHERE l.typarray = t.oid)
      AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))`,
}

/** Checks of domains. */
export const domainConstraints: CatalogQuery = {
  reads: 'domain constraints',
  text: () => `${GIVEN} SELECT 'domain-constraint' AS kind, ${NAME} || '.' || quote_ident(c.conname) AS name,
    'type' AS of_kind, ${NAME} AS of_name, NULL::int AS position,
    ${facts({ definition: 'pg_get_constraintdef(c.oid)', comment: comment('pg_constraint', 'c.oid') })}
    FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid JOIN ns ON ns.oid = t.typnamespace
    WHERE c.contype = 'c' AND ${ofNoExtension('pg_type', 't.oid')}`,
}

export const collations: CatalogQuery = {
  reads: 'collations',
  text: (version) => `${GIVEN} SELECT 'collation' AS kind, ns.q || '.' || quote_ident(c.collname) AS name,
    NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({
      provider: `CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin' ELSE 'default' END`,
      locale: localeOf(version),
      nondeterministic: yesIf('NOT c.collisdeterministic'),
      ...(version >= 160_000 ? { rules: 'c.collicurules' } : {}),
      comment: comment('pg_collation', 'c.oid'),
      owner: owner('c.collowner'),
    })}
    FROM pg_collation c JOIN ns ON ns.oid = c.collnamespace WHERE ${ofNoExtension('pg_collation', 'c.oid')}`,
}

/** Where a collation's locale stands has changed twice. */
function localeOf(version: number): string {
  const own = version >= 170_000 ? ['c.colllocale'] : version >= 150_000 ? ['c.colliculocale'] : []
  return `concat_ws(' ', ${[...own, 'c.collcollate', `nullif(c.collctype, c.collcollate)`].join(', ')})`
}
