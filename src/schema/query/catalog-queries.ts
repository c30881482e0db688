import type { CatalogQuery } from './catalog-query.ts'
import { columns } from './columns.ts'
import * as wide from './database-wide.ts'
import { relations, sequences } from './relations.ts'
import * as routine from './routines.ts'
import * as part from './table-parts.ts'
import * as search from './text-search.ts'
import { collations, domainConstraints, types } from './types.ts'

/** All that is read, in any order: the tree is sorted when it is whole. */
export const CATALOG_QUERIES: readonly CatalogQuery[] = [
  wide.extensions,
  wide.languages,
  wide.schemas,
  collations,
  types,
  domainConstraints,
  sequences,
  routine.routines,
  routine.aggregates,
  routine.operators,
  routine.operatorFamilies,
  routine.operatorClasses,
  wide.casts,
  wide.foreignDataWrappers,
  wide.foreignServers,
  relations,
  columns,
  part.constraints,
  part.indexes,
  part.rules,
  part.triggers,
  part.policies,
  part.statistics,
  search.textSearchConfigurations,
  search.textSearchDictionaries,
  search.textSearchParsers,
  search.textSearchTemplates,
  wide.eventTriggers,
  wide.publications,
  wide.defaultPrivileges,
]
