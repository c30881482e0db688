import { type CatalogQuery, facts, foreignOptions, GIVEN, options, privileges, yesIf } from './catalog-query.ts'

/** Columns of tables and views, attributes of composite types, in their order; dropped ones leave no gap. */
export const columns: CatalogQuery = {
  reads: 'columns',
  text: (version) => `${GIVEN} SELECT CASE r.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END AS kind,
    r.name || '.' || quote_ident(a.attname) AS name, r.kind AS of_kind, r.name AS of_name, a.attnum::int AS position,
    ${facts({
      type: 'format_type(a.atttypid, a.atttypmod)',
      'not null': yesIf('a.attnotnull'),
      default: `CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END`,
      generated: `CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid)
        || CASE a.attgenerated WHEN 's' THEN ' stored' ELSE ' virtual' END END`,
      identity: `CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END`,
      collation: `CASE WHEN a.attcollation <> t.typcollation THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname)
        FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = a.attcollation) END`,
      storage: `CASE WHEN r.relkind NOT IN ('v', 'c') AND a.attstorage <> t.typstorage THEN CASE a.attstorage
        WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END`,
      ...(version >= 140_000
        ? { compression: `CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' WHEN 'z' THEN 'zstd' END` }
        : {}),
      statistics: 'CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END',
      options: options('a.attoptions'),
      'foreign options': foreignOptions('a.attfdwoptions'),
      // It stays when the parent's goes. How a partition came to its columns says nothing.
      'declared here, too': yesIf('a.attinhcount > 0 AND a.attislocal AND NOT r.relispartition'),
      comment: 'e.description',
      privileges: columnPrivileges(),
    })}
    FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_description e ON e.classoid = 'pg_class'::regclass AND e.objoid = r.oid AND e.objsubid = a.attnum
    WHERE r.relkind <> 'S'`,
}

function columnPrivileges(): string {
  return privileges('a.attacl', 'c', 'r.relowner')
}
