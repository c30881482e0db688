import type { Client } from '../../database/database.ts'
import type { DumpOptions } from '../../model/dump-manifest.ts'
import { notOfExtension, OWN_SCHEMA } from './catalog-words.ts'
import type { DumpScope } from './resolve-scope.ts'

/** What a target must have before a dump can run there: pg_dump leaves all of this to whoever prepares the server. */
export interface DumpNeeds {
  readonly roles: readonly string[]
  readonly extensions: readonly string[]
  readonly tablespaces: readonly string[]
  /** Entries of the lock table that one transaction takes which makes every relation. */
  readonly locks: number
}

/** Schema and table an object belongs to, by the catalogue it stands in; what has no schema is left out of partial dumps. */
const PLACE = `CASE s.classid
    WHEN 'pg_class'::regclass THEN (SELECT c.relnamespace FROM pg_class AS c WHERE c.oid = s.objid)
    WHEN 'pg_proc'::regclass THEN (SELECT p.pronamespace FROM pg_proc AS p WHERE p.oid = s.objid)
    WHEN 'pg_type'::regclass THEN (SELECT t.typnamespace FROM pg_type AS t WHERE t.oid = s.objid)
    WHEN 'pg_policy'::regclass THEN (SELECT c.relnamespace FROM pg_policy AS y JOIN pg_class AS c ON c.oid = y.polrelid WHERE y.oid = s.objid)
    WHEN 'pg_default_acl'::regclass THEN (SELECT nullif(a.defaclnamespace, 0) FROM pg_default_acl AS a WHERE a.oid = s.objid)
    WHEN 'pg_namespace'::regclass THEN s.objid END`
const TABLE = `CASE s.classid WHEN 'pg_class'::regclass THEN s.objid
    WHEN 'pg_policy'::regclass THEN (SELECT y.polrelid FROM pg_policy AS y WHERE y.oid = s.objid) END`

/** Reads them from the source. Roles: owners, grantees and those policies name (pg_shdepend). */
export async function readNeeds(client: Client, scope: DumpScope, options: DumpOptions): Promise<DumpNeeds> {
  const schemas = scope.schemas?.map(({ oid }) => oid) ?? null
  const excluded = scope.excludedTables.map(({ oid }) => oid)
  const { rows: roles } = await client.query<{ name: string }>({
    text: `SELECT DISTINCT r.rolname AS name FROM pg_shdepend AS s JOIN pg_roles AS r ON r.oid = s.refobjid
      WHERE s.refclassid = 'pg_authid'::regclass
        AND s.dbid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND CASE WHEN s.classid = 'pg_default_acl'::regclass OR s.deptype = 'a' THEN $3 WHEN s.deptype = 'o' THEN $4 ELSE s.deptype = 'r' END
        AND ($1::oid[] IS NULL OR ${PLACE} = ANY ($1)) AND coalesce(${TABLE}, 0) <> ALL ($2::oid[])
      UNION
      -- What the first superuser owns is not in pg_shdepend.
      SELECT r.rolname FROM pg_roles AS r WHERE r.oid = 10 AND $4 AND EXISTS (
        SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relowner = 10 AND ${OWN_SCHEMA} AND ${notOfExtension('pg_class', 'c.oid')}
          AND ($1::oid[] IS NULL OR n.oid = ANY ($1)) AND c.oid <> ALL ($2::oid[])
        UNION ALL SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE p.proowner = 10 AND ${OWN_SCHEMA} AND ${notOfExtension('pg_proc', 'p.oid')} AND ($1::oid[] IS NULL OR n.oid = ANY ($1)))
      ORDER BY name`,
    values: [schemas, excluded, options.privileges, options.owner],
  })
  const { rows: extensions } = await client.query<{ name: string }>(
    "SELECT x.extname AS name FROM pg_extension AS x WHERE x.extname <> 'plpgsql' ORDER BY x.extname",
  )
  const { rows: tablespaces } = await client.query<{ name: string }>({
    text: `SELECT DISTINCT t.spcname AS name FROM pg_class AS c JOIN pg_tablespace AS t ON t.oid = c.reltablespace
      WHERE ($1::oid[] IS NULL OR c.relnamespace = ANY ($1)) AND t.spcname <> 'pg_global' AND c.oid <> ALL ($2::oid[]) ORDER BY name`,
    values: [schemas, excluded],
  })
  const { rows: locks } = await client.query<{ n: number }>({
    text: `SELECT count(*)::int AS n FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE (${OWN_SCHEMA} OR n.nspname = 'pg_toast') AND c.oid >= 16384 AND ($1::oid[] IS NULL OR n.oid = ANY ($1) OR n.nspname = 'pg_toast')`,
    values: [schemas],
  })
  const names = (rows: readonly { name: string }[]): readonly string[] => rows.map(({ name }) => name)
  return {
    roles: names(roles),
    // With --schemas pg_dump takes no extension along.
    extensions: schemas === null ? names(extensions) : [],
    tablespaces: names(tablespaces),
    locks: locks[0]?.n ?? 0,
  }
}
