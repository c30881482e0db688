import type { Client } from '../../database/database.ts'
import { type Complaint, complaint, throwIfAny } from '../../errors/dvm-error.ts'
import type { Warning } from '../../model/changelog.ts'
import type { DumpKind, DumpOptions } from '../../model/dump-manifest.ts'
import { notOfExtension, OWN_SCHEMA } from './catalog-words.ts'
import { findDependents, type GoneObject } from './find-dependents.ts'
import { type DumpScope, excludeOption } from './resolve-scope.ts'

/** What a dump is to leave out that pg_dump itself has no option for, and what follows from it. */
export interface LeftOut {
  /** `catalogue:oid` of each object. */
  readonly objects: ReadonlySet<string>
  /** `indexKey` of each index: the entry that attaches one to its parent bears no oid. */
  readonly indexes: ReadonlySet<string>
  /** Everything left out, by whichever option, in words. */
  readonly names: readonly string[]
  readonly warnings: readonly Warning[]
}

interface Described extends GoneObject {
  readonly description: string
}

/**
 * Works out what the options leave out, and proves that nothing that stays needs it: what does is refused with
 * LEFT_OUT_NEEDED, each pair by name. Triggers go with the functions they call; an index stays that a foreign key needs.
 */
export async function findLeftOut(
  client: Client,
  scope: DumpScope,
  options: DumpOptions,
  kind: DumpKind,
): Promise<LeftOut> {
  const complaints: Complaint[] = []
  const functions = options.functions ? [] : await readFunctions(client, scope)
  const { gone: indexes, kept, replicas } = options.indexes ? NO_INDEXES : await readIndexes(client, scope)
  const tables = scope.excludedTables.map(({ oid, schema, name }) => ({
    catalog: 'pg_class',
    oid,
    description: `table ${schema}.${name}`,
  }))
  const reasons: readonly (readonly [string, readonly Described[]])[] = [
    ['--no-functions', functions.filter(({ catalog }) => catalog === 'pg_proc')],
    ['--no-indexes', indexes],
    [excludeOption(kind), tables],
  ]
  const all = reasons.flatMap(([, objects]) => objects)
  for (const [option, objects] of reasons) {
    for (const { object, needed } of await findDependents(client, objects, all, scope)) {
      complaints.push(complaint('LEFT_OUT_NEEDED', { option, object, needed }))
    }
  }
  complaints.push(...(await findLostReferences(client, scope)))
  throwIfAny(complaints)
  return {
    objects: new Set([...functions, ...indexes].map(({ catalog, oid }) => `${catalog}:${oid}`)),
    indexes: new Set(indexes.map(({ schema, name }) => indexKey(schema, name))),
    names: [
      ...tables.map(({ description }) => description),
      ...scope.excludedData.map(({ schema, name }) => `rows of ${schema}.${name}`),
      ...[...functions, ...indexes].map(({ description }) => description),
    ],
    warnings: [...kept.map(keptWarning), ...replicas.map(replicaWarning)],
  }
}

export function indexKey(schema: string, name: string): string {
  return JSON.stringify([schema, name])
}

function keptWarning(description: string): Warning {
  return { code: 'LEFT_OUT_NEEDED', message: `${description} stays: a foreign key needs it`, place: null }
}

function replicaWarning(description: string): Warning {
  return { code: 'LEFT_OUT_NEEDED', message: `${description} was its table's replica identity`, place: null }
}

async function readFunctions(client: Client, scope: DumpScope): Promise<readonly Described[]> {
  const { rows } = await client.query<{ catalog: string; oid: number; description: string }>({
    text: `WITH f AS (
        SELECT p.oid FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE ${OWN_SCHEMA} AND ($1::oid[] IS NULL OR n.oid = ANY ($1)) AND ${notOfExtension('pg_proc', 'p.oid')}
          AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'i'))
      SELECT 'pg_proc' AS catalog, f.oid, pg_describe_object('pg_proc'::regclass, f.oid, 0) AS description FROM f
      UNION ALL SELECT 'pg_trigger', t.oid, pg_describe_object('pg_trigger'::regclass, t.oid, 0) FROM pg_trigger AS t
        WHERE NOT t.tgisinternal AND t.tgfoid IN (SELECT oid FROM f)
      UNION ALL SELECT 'pg_event_trigger', t.oid, pg_describe_object('pg_event_trigger'::regclass, t.oid, 0) FROM pg_event_trigger AS t
        WHERE t.evtfoid IN (SELECT oid FROM f)
      ORDER BY 1, 3`,
    values: [scope.schemas?.map(({ oid }) => oid) ?? null],
  })
  return rows
}

interface Indexes {
  readonly gone: readonly (Described & { readonly schema: string; readonly name: string })[]
  /** Descriptions of those that stay. */
  readonly kept: readonly string[]
  readonly replicas: readonly string[]
}

const NO_INDEXES: Indexes = { gone: [], kept: [], replicas: [] }

/** Indexes that are no part of a key. One that a foreign key refers to stays, and its parts on partitions with it. */
async function readIndexes(client: Client, scope: DumpScope): Promise<Indexes> {
  const { rows } = await client.query<{
    oid: number
    schema: string
    name: string
    description: string
    needed: boolean
    replica: boolean
  }>({
    text: `WITH RECURSIVE needed(oid) AS (
        SELECT k.conindid FROM pg_constraint AS k WHERE k.contype = 'f'
        UNION SELECT i.inhrelid FROM pg_inherits AS i JOIN needed ON needed.oid = i.inhparent)
      SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_describe_object('pg_class'::regclass, c.oid, 0) AS description,
        c.oid IN (SELECT oid FROM needed) AS needed, x.indisreplident AS replica
      FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE ${OWN_SCHEMA} AND ($1::oid[] IS NULL OR n.oid = ANY ($1)) AND ${notOfExtension('pg_class', 'x.indrelid')}
        AND x.indrelid <> ALL ($2::oid[])
        AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
      ORDER BY 3`,
    values: [scope.schemas?.map(({ oid }) => oid) ?? null, scope.excludedTables.map(({ oid }) => oid)],
  })
  const gone = rows.filter(({ needed }) => !needed).map((row) => ({ catalog: 'pg_class', ...row }))
  return {
    gone,
    kept: rows.filter(({ needed }) => needed).map(({ description }) => description),
    replicas: gone.filter(({ replica }) => replica).map(({ description }) => description),
  }
}

/** Rows that refer to rows which --exclude-table-data leaves out: their foreign key could not be made on the target. */
async function findLostReferences(
  client: Client,
  { excludedData, excludedTables }: DumpScope,
): Promise<readonly Complaint[]> {
  if (excludedData.length === 0) return []
  const without = [...excludedData, ...excludedTables].map(({ oid }) => oid)
  const { rows: keys } = await client.query<{ object: string; needed: string; probe: string }>({
    text: `SELECT pg_describe_object('pg_constraint'::regclass, k.oid, 0) AS object, k.confrelid::regclass::text AS needed,
        format('SELECT FROM ONLY %s WHERE %s LIMIT 1', k.conrelid::regclass,
          (SELECT string_agg(format('%I IS NOT NULL', a.attname), ' AND ') FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))) AS probe
      FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = ANY ($1::oid[]) AND k.conrelid <> ALL ($2::oid[]) ORDER BY 1`,
    values: [excludedData.map(({ oid }) => oid), without],
  })
  const complaints: Complaint[] = []
  for (const { object, needed, probe } of keys) {
    const { rowCount } = await client.query(probe)
    if (rowCount === 0) continue
    complaints.push(
      complaint('LEFT_OUT_NEEDED', { option: '--exclude-table-data', object, needed: `the rows of ${needed}` }),
    )
  }
  return complaints
}
