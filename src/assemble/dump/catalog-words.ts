/** A condition on `n`, a row of pg_namespace: not one of the server's own schemas. */
export const OWN_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

/** A condition: the object is no part of an extension, which brings it along by itself. */
export function notOfExtension(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`
}

/** A condition: the object was not made by another one, as the functions of a range type are. */
export function notInternal(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype IN ('e', 'i'))`
}
