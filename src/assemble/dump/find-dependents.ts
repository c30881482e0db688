import type { Client } from '../../database/database.ts'
import type { DumpScope } from './resolve-scope.ts'

export interface GoneObject {
  /** Name of its catalogue, e.g. `pg_proc`. */
  readonly catalog: string
  readonly oid: number
}

/** In the server's own words, e.g. `view v`, `function f(integer)`. */
export interface Dependent {
  readonly object: string
  readonly needed: string
}

/** The table that an object of these catalogues is a part of. */
const PART_OF = `CASE d.classid
  WHEN 'pg_class'::regclass THEN coalesce((SELECT x.indrelid FROM pg_index AS x WHERE x.indexrelid = d.objid), d.objid)
  WHEN 'pg_rewrite'::regclass THEN (SELECT r.ev_class FROM pg_rewrite AS r WHERE r.oid = d.objid)
  WHEN 'pg_attrdef'::regclass THEN (SELECT a.adrelid FROM pg_attrdef AS a WHERE a.oid = d.objid)
  WHEN 'pg_constraint'::regclass THEN (SELECT k.conrelid FROM pg_constraint AS k WHERE k.oid = d.objid)
  WHEN 'pg_trigger'::regclass THEN (SELECT t.tgrelid FROM pg_trigger AS t WHERE t.oid = d.objid)
  WHEN 'pg_policy'::regclass THEN (SELECT y.polrelid FROM pg_policy AS y WHERE y.oid = d.objid)
  WHEN 'pg_statistic_ext'::regclass THEN (SELECT s.stxrelid FROM pg_statistic_ext AS s WHERE s.oid = d.objid)
  ELSE 0 END`

/** A view's rule stands for the view. */
const SHOWN = `CASE d.classid WHEN 'pg_rewrite'::regclass THEN pg_describe_object('pg_class'::regclass, d.part_of, 0)
  ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END`

/**
 * What would stay and needs one of `gone` (pg_depend; a function's body in a string tells nobody what it needs, here as
 * everywhere). `allGone` are what is left out for other reasons too. Sequences, triggers and what belongs to the needed
 * object by nature are no dependents.
 */
export async function findDependents(
  client: Client,
  gone: readonly GoneObject[],
  allGone: readonly GoneObject[],
  scope: DumpScope,
): Promise<readonly Dependent[]> {
  if (gone.length === 0) return []
  const { rows } = await client.query<{ object: string; needed: string }>({
    text: `WITH gone AS (SELECT g.catalog::regclass::oid AS catalog, g.oid FROM unnest($1::text[], $2::oid[]) AS g(catalog, oid)),
      all_gone AS (SELECT g.catalog::regclass::oid AS catalog, g.oid FROM unnest($3::text[], $4::oid[]) AS g(catalog, oid)),
      d AS (
        SELECT d.classid, d.objid, d.objsubid, gone.catalog, gone.oid, coalesce(${PART_OF}, 0) AS part_of
        FROM pg_depend AS d
        -- The row type of a table that goes is gone, too.
        JOIN gone ON (d.refclassid = gone.catalog AND d.refobjid = gone.oid)
          OR (d.refclassid = 'pg_type'::regclass AND gone.catalog = 'pg_class'::regclass
              AND d.refobjid IN (SELECT c.reltype FROM pg_class AS c WHERE c.oid = gone.oid AND c.reltype <> 0))
        WHERE d.deptype = 'n' OR (d.deptype = 'a' AND d.classid = 'pg_class'::regclass
            AND (SELECT c.relkind FROM pg_class AS c WHERE c.oid = d.objid) IN ('r', 'p', 'f')))
      SELECT DISTINCT ${SHOWN} AS object, pg_describe_object(d.catalog, d.oid, 0) AS needed
      FROM d LEFT JOIN pg_class AS c ON c.oid = d.part_of
      WHERE (d.classid, d.objid) NOT IN (SELECT catalog, oid FROM all_gone)
        AND ('pg_class'::regclass::oid, d.part_of) NOT IN (SELECT catalog, oid FROM all_gone)
        AND NOT (d.classid IN ('pg_trigger'::regclass, 'pg_event_trigger'::regclass) AND d.catalog = 'pg_proc'::regclass)
        AND coalesce(c.relkind, '-') NOT IN ('S', 't')
        AND ($5::oid[] IS NULL OR c.oid IS NULL OR c.relnamespace = ANY ($5))
      ORDER BY 1, 2`,
    values: [
      gone.map(({ catalog }) => catalog),
      gone.map(({ oid }) => oid),
      allGone.map(({ catalog }) => catalog),
      allGone.map(({ oid }) => oid),
      scope.schemas?.map(({ oid }) => oid) ?? null,
    ],
  })
  return rows
}

/** What a dump of some schemas needs from the others: it cannot be made where that is not there already. */
export async function findOutsideNeeds(client: Client, scope: DumpScope): Promise<readonly Dependent[]> {
  if (scope.schemas === null) return []
  const { rows } = await client.query<{ catalog: string; oid: number }>({
    text: `SELECT 'pg_class' AS catalog, c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.oid <> ALL ($1::oid[])
      UNION ALL SELECT 'pg_proc', p.oid FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.oid <> ALL ($1::oid[])
      UNION ALL SELECT 'pg_type', t.oid FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.oid <> ALL ($1::oid[]) AND t.typrelid = 0`,
    values: [scope.schemas.map(({ oid }) => oid)],
  })
  return findDependents(client, rows, rows, scope)
}
