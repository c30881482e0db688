import { type CatalogQuery, comment, facts, GIVEN, ofNoExtension, owner } from './catalog-query.ts'

function qualified(catalog: string, prefix: string, oid: string): string {
  return `(SELECT quote_ident(n.nspname) || '.' || quote_ident(x.${prefix}name) FROM ${catalog} x
    JOIN pg_namespace n ON n.oid = x.${prefix}namespace WHERE x.oid = ${oid})`
}

function query(kind: string, catalog: string, prefix: string, told: Readonly<Record<string, string>>): CatalogQuery {
  return {
    reads: kind.replaceAll('-', ' '),
    text: () => `${GIVEN} SELECT '${kind}' AS kind, ns.q || '.' || quote_ident(t.${prefix}name) AS name,
      NULL AS of_kind, NULL AS of_name, NULL::int AS position,
      ${facts({ ...told, comment: comment(catalog, 't.oid') })}
      FROM ${catalog} t JOIN ns ON ns.oid = t.${prefix}namespace WHERE ${ofNoExtension(catalog, 't.oid')}`,
  }
}

export const textSearchConfigurations = query('text-search-configuration', 'pg_ts_config', 'cfg', {
  parser: qualified('pg_ts_parser', 'prs', 't.cfgparser'),
  mappings: `(SELECT string_agg(line, E'\\n' ORDER BY line COLLATE "C") FROM (
    SELECT k.alias || ': ' || string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)
    FROM pg_ts_config_map m JOIN ts_token_type(t.cfgparser) k ON k.tokid = m.maptokentype
    WHERE m.mapcfg = t.oid GROUP BY k.alias) AS each (line))`,
  owner: owner('t.cfgowner'),
})

export const textSearchDictionaries = query('text-search-dictionary', 'pg_ts_dict', 'dict', {
  template: qualified('pg_ts_template', 'tmpl', 't.dicttemplate'),
  options: 't.dictinitoption',
  owner: owner('t.dictowner'),
})

export const textSearchParsers = query('text-search-parser', 'pg_ts_parser', 'prs', {
  functions: `concat_ws(', ', t.prsstart, t.prstoken, t.prsend, t.prslextype, nullif(t.prsheadline::oid, 0)::regproc)`,
})

export const textSearchTemplates = query('text-search-template', 'pg_ts_template', 'tmpl', {
  functions: `concat_ws(', ', nullif(t.tmplinit::oid, 0)::regproc, t.tmpllexize)`,
})
