import { Command } from 'commander'
import type { Parts } from '../parts.ts'
import { packageDockerCommand } from './package-docker.ts'
import { packageFullCommand } from './package-full.ts'
import { packageLiquibaseCommand } from './package-liquibase.ts'
import { packageRollbackCommand } from './package-rollback.ts'
import { packageSchemaCommand } from './package-schema.ts'
import { packageSplitCommand } from './package-split.ts'
import { packageSqlCommand } from './package-sql.ts'

export function packageCommand(parts: Parts): Command {
  return new Command('package')
    .summary('build a package')
    .description('Builds a self-contained package that anyone can run.')
    .addCommand(packageSqlCommand(parts))
    .addCommand(packageRollbackCommand(parts))
    .addCommand(packageLiquibaseCommand(parts))
    .addCommand(packageSplitCommand(parts))
    .addCommand(packageSchemaCommand(parts))
    .addCommand(packageFullCommand(parts))
    .addCommand(packageDockerCommand(parts))
}
