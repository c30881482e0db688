import type { Sql } from '../model/sql.ts'
import { trusted } from './sql.ts'

/**
 * SQL for a FILENAME as Liquibase compares it, the server's twin of `normalizePath`. A column with an ordinary path is
 * taken as it is; `..` is resolved twice, which is more than Liquibase ever leaves in a stored path.
 */
export function normalizedPath(column: Sql): Sql {
  const plain = `pg_catalog.regexp_replace(pg_catalog.replace(${column}, E'\\\\', '/'), '^(classpath:)?([a-zA-Z]:)?/?(\\.?/)*', '')`
  const oneSlash = `pg_catalog.regexp_replace(${plain}, '(/\\.?)+(/|$)', '\\2', 'g')`
  const parent = (inner: string): string =>
    `pg_catalog.regexp_replace(${inner}, '(^|/)(?!\\.\\./)[^/]+/\\.\\./', '\\1')`
  const odd = `'(^|/)\\.{0,2}(/|$)|\\\\|^classpath:|^[a-zA-Z]:'`
  return trusted(`CASE WHEN ${column} ~ ${odd} THEN ${parent(parent(oneSlash))} ELSE ${column} END`)
}
