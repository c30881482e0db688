import {
  type CatalogQuery,
  comment,
  EVERYTHING,
  facts,
  foreignOptions,
  GIVEN,
  ofNoExtension,
  ofNothing,
  owner,
  privileges,
  yesIf,
} from './catalog-query.ts'

const NO_PARENT = 'NULL AS of_kind, NULL AS of_name, NULL::int AS position'

/** An extension's own comment comes with its version. */
export const extensions: CatalogQuery = {
  reads: 'extensions',
  text: () => `${GIVEN} SELECT 'extension' AS kind, quote_ident(e.extname) AS name, ${NO_PARENT},
    ${facts({
      version: 'e.extversion',
      schema: '(SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = e.extnamespace)',
    })}
    FROM pg_extension e WHERE ${EVERYTHING} OR e.extnamespace IN (SELECT oid FROM ns)`,
}

export const languages: CatalogQuery = {
  reads: 'languages',
  text: () => `${GIVEN} SELECT 'language' AS kind, quote_ident(l.lanname) AS name, ${NO_PARENT},
    ${facts({
      trusted: yesIf('l.lanpltrusted'),
      handler: 'l.lanplcallfoid::regprocedure',
      inline: 'nullif(l.laninline, 0)::regprocedure',
      validator: 'nullif(l.lanvalidator, 0)::regprocedure',
      comment: comment('pg_language', 'l.oid'),
      owner: owner('l.lanowner'),
      privileges: privileges('l.lanacl', 'l', 'l.lanowner'),
    })}
    FROM pg_language l WHERE l.lanispl AND ${EVERYTHING} AND ${ofNoExtension('pg_language', 'l.oid')}`,
}

/** initdb gives the schema `public` grants of its own: only what differs from those counts. */
export const schemas: CatalogQuery = {
  reads: 'schemas',
  text: () => `${GIVEN} SELECT 'schema' AS kind, ns.q AS name, ${NO_PARENT},
    ${facts({
      comment: comment('pg_namespace', 'n.oid'),
      owner: owner('n.nspowner'),
      privileges: privileges('n.nspacl', 'n', 'n.nspowner', `coalesce(i.initprivs, acldefault('n', n.nspowner))`),
    })}
    FROM pg_namespace n JOIN ns ON ns.oid = n.oid
      LEFT JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid AND i.privtype = 'i'
    WHERE ${ofNoExtension('pg_namespace', 'n.oid')}`,
}

/** The casts that PostgreSQL comes with have OIDs below 16384 (FirstNormalObjectId). */
export const casts: CatalogQuery = {
  reads: 'casts',
  text: () => `${GIVEN} SELECT 'cast' AS kind,
    format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL) AS name, ${NO_PARENT},
    ${facts({
      method: `CASE c.castmethod WHEN 'f' THEN c.castfunc::regprocedure::text WHEN 'i' THEN 'inout' ELSE 'binary' END`,
      applied: `CASE c.castcontext WHEN 'a' THEN 'in assignments' WHEN 'i' THEN 'implicitly' ELSE 'explicitly' END`,
      comment: comment('pg_cast', 'c.oid'),
    })}
    FROM pg_cast c WHERE c.oid >= 16384 AND ${EVERYTHING} AND ${ofNoExtension('pg_cast', 'c.oid')}
      AND ${ofNothing('pg_cast', 'c.oid')}`,
}

export const foreignDataWrappers: CatalogQuery = {
  reads: 'foreign data wrappers',
  text: () => `${GIVEN} SELECT 'foreign-data-wrapper' AS kind, quote_ident(w.fdwname) AS name, ${NO_PARENT},
    ${facts({
      handler: 'nullif(w.fdwhandler, 0)::regprocedure',
      validator: 'nullif(w.fdwvalidator, 0)::regprocedure',
      options: foreignOptions('w.fdwoptions'),
      comment: comment('pg_foreign_data_wrapper', 'w.oid'),
      owner: owner('w.fdwowner'),
      privileges: privileges('w.fdwacl', 'F', 'w.fdwowner'),
    })}
    FROM pg_foreign_data_wrapper w WHERE ${EVERYTHING} AND ${ofNoExtension('pg_foreign_data_wrapper', 'w.oid')}`,
}

/** User mappings are left out: their options are passwords. */
export const foreignServers: CatalogQuery = {
  reads: 'foreign servers',
  text: () => `${GIVEN} SELECT 'foreign-server' AS kind, quote_ident(s.srvname) AS name, ${NO_PARENT},
    ${facts({
      wrapper: '(SELECT quote_ident(w.fdwname) FROM pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw)',
      type: 's.srvtype',
      version: 's.srvversion',
      options: foreignOptions('s.srvoptions'),
      comment: comment('pg_foreign_server', 's.oid'),
      owner: owner('s.srvowner'),
      privileges: privileges('s.srvacl', 'S', 's.srvowner'),
    })}
    FROM pg_foreign_server s WHERE ${EVERYTHING} AND ${ofNoExtension('pg_foreign_server', 's.oid')}`,
}

export const eventTriggers: CatalogQuery = {
  reads: 'event triggers',
  text: () => `${GIVEN} SELECT 'event-trigger' AS kind, quote_ident(t.evtname) AS name, ${NO_PARENT},
    ${facts({
      event: 't.evtevent',
      function: 't.evtfoid::regprocedure',
      tags: `(SELECT string_agg(tag, ', ' ORDER BY tag COLLATE "C") FROM unnest(t.evttags) AS tag)`,
      enabled: `CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END`,
      comment: comment('pg_event_trigger', 't.oid'),
      owner: owner('t.evtowner'),
    })}
    FROM pg_event_trigger t WHERE ${EVERYTHING} AND ${ofNoExtension('pg_event_trigger', 't.oid')}`,
}

export const publications: CatalogQuery = {
  reads: 'publications',
  text: (version) => `${GIVEN} SELECT 'publication' AS kind, quote_ident(p.pubname) AS name, ${NO_PARENT},
    ${facts({
      'all tables': yesIf('p.puballtables'),
      publishes: `concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
        CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END)`,
      ...(version >= 130_000 ? { 'via the root': yesIf('p.pubviaroot') } : {}),
      ...(version >= 180_000 ? { 'generated columns': `CASE p.pubgencols WHEN 's' THEN 'stored' END` } : {}),
      tables: publishedTables(version),
      ...(version >= 150_000 ? { schemas: PUBLISHED_SCHEMAS } : {}),
      comment: comment('pg_publication', 'p.oid'),
      owner: owner('p.pubowner'),
    })}
    FROM pg_publication p WHERE ${EVERYTHING} AND ${ofNoExtension('pg_publication', 'p.oid')}`,
}

const PUBLISHED_SCHEMAS = `(SELECT string_agg(name, ', ' ORDER BY name COLLATE "C") FROM (
  SELECT quote_ident(n.nspname) FROM pg_publication_namespace x JOIN pg_namespace n ON n.oid = x.pnnspid
  WHERE x.pnpubid = p.oid) AS each (name))`

function publishedTables(version: number): string {
  const more =
    version < 150_000
      ? ''
      : `, (SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a
          WHERE a.attrelid = x.prrelid AND a.attnum = ANY (x.prattrs::int2[])), ' where ' || pg_get_expr(x.prqual, x.prrelid)`
  return `(SELECT string_agg(line, E'\\n' ORDER BY line COLLATE "C") FROM (
    SELECT concat(x.prrelid::regclass::text${more}) FROM pg_publication_rel x WHERE x.prpubid = p.oid) AS each (line))`
}

/** The role that deploys: the owner of the tables that are left out as Liquibase's, else the database's. */
const DEPLOYER = `coalesce((SELECT c.relowner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN jsonb_to_recordset($2) AS x (schema text, name text) ON x.name = c.relname AND (x.schema IS NULL OR x.schema = n.nspname)
    WHERE c.relkind = 'r' ORDER BY n.nspname, c.relname LIMIT 1),
  (SELECT datdba FROM pg_database WHERE datname = current_database()))`

/** Grants that objects still to be made will get; of the role that deploys, which has another name elsewhere, if none is named. */
export const defaultPrivileges: CatalogQuery = {
  reads: 'default privileges',
  text: () => `${GIVEN} SELECT 'default-privileges' AS kind,
    CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
      WHEN 'n' THEN 'schemas' ELSE 'large objects' END || coalesce(' in ' || ns.q, '')
      || CASE WHEN d.defaclrole = ${DEPLOYER} THEN ''
        ELSE ' of ' || quote_ident(pg_get_userbyid(d.defaclrole)) END AS name, ${NO_PARENT},
    ${facts({ privileges: privileges('d.defaclacl', 'r', 'd.defaclrole', USUAL_GRANTS) })}
    FROM pg_default_acl d LEFT JOIN ns ON ns.oid = d.defaclnamespace
    WHERE $4 AND (d.defaclnamespace = 0 AND ${EVERYTHING} OR ns.oid IS NOT NULL)`,
}

const USUAL_GRANTS = `CASE WHEN d.defaclnamespace = 0
  THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END`
