import type { Kind, Part } from './package-options.ts'
import * as options from './package-options.ts'

/** A kind of package, as it is offered. */
export interface PackageKind {
  readonly title: string
  /** What it holds, and who it is for. */
  readonly purpose: string
  /** What it may destroy where it is run. */
  readonly warning: string | null
  /** Takes a second registered database. */
  readonly needsTwoTargets?: boolean
  readonly parts: readonly Part[]
}

export const KINDS: Readonly<Record<Kind, PackageKind>> = {
  deployed: {
    title: 'Migration bundle: deployed',
    purpose: 'Everything that ran on this database. For a DBA who builds another one just like it.',
    warning: null,
    parts: options.deployedOptions,
  },
  pending: {
    title: 'Migration bundle: pending',
    purpose: 'What this database still lacks. For the deployment team that brings it up to date.',
    warning: null,
    parts: options.changelogOptions,
  },
  offline: {
    title: 'Migration bundle: whole changelog',
    purpose: 'Every changeset, whatever ran here. For a reviewer, or a first installation.',
    warning: null,
    parts: options.changelogOptions,
  },
  incremental: {
    title: 'Incremental',
    purpose: 'What lies between two versions. For a DBA who takes a database from the one to the other.',
    warning: null,
    parts: options.incrementalOptions,
  },
  environment: {
    title: 'Environment',
    purpose: 'What one registered database has and another lacks. For whoever brings test and production together.',
    warning: null,
    needsTwoTargets: true,
    parts: options.environmentOptions,
  },
  rollback: {
    title: 'Rollback',
    purpose: 'What takes a database back to an earlier version. For a DBA when a release has to be undone.',
    warning: 'Where it is run it drops what the undone changesets made, with the data in it. Take a backup before.',
    parts: options.rollbackOptions,
  },
  liquibase: {
    title: 'Liquibase XML',
    purpose: 'One changelog file with everything inside. For teams that deploy by Liquibase.',
    warning: null,
    parts: options.liquibaseOptions,
  },
  schema: {
    title: 'Current schema',
    purpose: 'The definitions of the live database. For reviews, and for empty databases of developers.',
    warning: null,
    parts: options.schemaOptions,
  },
  full: {
    title: 'Full dump',
    purpose: 'Definitions and data of the live database. For a DBA who moves or copies it whole.',
    warning:
      'It holds all the data of the database: keep the file as safe. It is for an empty database; do not run it over one in use.',
    parts: options.fullOptions,
  },
  docker: {
    title: 'Docker',
    purpose: 'A build context around a package, as a tar file. For test environments that start in a container.',
    warning: null,
    parts: options.dockerOptions,
  },
  split: {
    title: 'Split',
    purpose: 'The SQL in numbered files, as a tar file. For deployments in steps, or tools that limit a file.',
    warning: null,
    parts: options.splitOptions,
  },
}
