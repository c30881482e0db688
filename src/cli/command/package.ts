import { Command } from 'commander'
import type { Parts } from '../parts.ts'
import { packageSqlCommand } from './package-sql.ts'

export function packageCommand(parts: Parts): Command {
  return new Command('package')
    .summary('build a package')
    .description('Builds a self-contained package that anyone can run.')
    .addCommand(packageSqlCommand(parts))
}
