import type { DumpManifest, DumpOptions } from '../model/dump-manifest.ts'
import type { Context } from './context.ts'
import { type DumpRequest, dumpDatabase } from './dump-database.ts'

/** What kind `schema` leaves to be chosen. */
export type SchemaOptions = Pick<
  DumpOptions,
  'schemas' | 'excludeTables' | 'privileges' | 'owner' | 'history' | 'transaction'
>

/**
 * Builds a package of the definitions of the live database, with the rows of its history, so that Liquibase finds a target
 * made from it up to date. Pure SQL, for any client. Errors are those of `dumpDatabase`.
 */
export async function buildSchemaPackage(
  context: Context,
  { options, ...request }: Omit<DumpRequest, 'options'> & { readonly options: SchemaOptions },
): Promise<DumpManifest> {
  return dumpDatabase(context, 'schema', { ...request, options: { ...options, ...DEFINITIONS_ONLY } })
}

const DEFINITIONS_ONLY = {
  data: false,
  indexes: true,
  functions: true,
  excludeTableData: [],
  rowsPerInsert: null,
  compress: 'none',
} as const
