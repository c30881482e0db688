import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ALLOWABLE } from '../../src/settings/read-settings.ts'
import { serverSources } from '../../src/settings/server-sources.ts'
import { commonSources, type Source } from '../../src/settings/sources.ts'
import { givenSettings } from './given-settings.ts'

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')

function shout(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

function variablesOf({ environment, liquibase, scope }: Source): string[] {
  const prefix = scope === 'argument' ? 'LIQUIBASE_COMMAND_' : 'LIQUIBASE_'
  return [...environment, ...liquibase.map((name) => prefix + shout(name))]
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

test('the settings table of README.md is the table the settings are read by', () => {
  const rows = Object.values<Source>(commonSources).map(
    (source) =>
      `| ${source.flag === null ? '' : `\`${source.flag}\``} | ${code(variablesOf(source))} | ${code(source.liquibase)} |`,
  )
  const start = readme.indexOf('| flag | environment | Liquibase |')
  const written = readme.slice(start).split('\n\n')[0]?.split('\n').slice(2)
  expect(written).toEqual(rows)
})

test('the table of the server in README.md is the one its settings are read by', () => {
  const rows = Object.values<Source>(serverSources).map(
    ({ flag, environment }) => `| ${flag === null ? '' : `\`${flag}\``} | ${code(environment)} |`,
  )
  const start = readme.indexOf('| flag | environment | what it says |')
  const written = readme.slice(start).split('\n\n')[0]?.split('\n').slice(2) ?? []
  expect(written.map((row) => /^\|[^|]*\|[^|]*\|/.exec(row)?.[0])).toEqual(rows)
  for (const row of written) expect(row).toMatch(/\| \S.{10,} \|$/)
})

test('every variable the table names is understood', () => {
  for (const source of Object.values<Source>(commonSources)) {
    for (const variable of variablesOf(source)) {
      expect(
        givenSettings({
          environment: { [variable]: valueFor(variable) },
          needs: {},
          flags: { databaseUrl: 'postgres://db' },
        }).warnings,
      ).toEqual([])
    }
  }
})

/** One that is a path, a name, a number and a time. */
function valueFor(variable: string): string {
  const words: Readonly<Record<string, string>> = {
    LIQUIBASE_DUPLICATE_FILE_MODE: 'WARN',
    LIQUIBASE_MISSING_PROPERTY_MODE: 'EMPTY',
    LIQUIBASE_CHANGELOG_PARSE_MODE: 'LAX',
    LIQUIBASE_PRESERVE_SCHEMA_CASE: 'no',
  }
  return words[variable] ?? '1'
}

test('README.md names every rule that --allow loosens', () => {
  for (const rule of ALLOWABLE) expect(readme).toContain(`\`${rule}\``)
})
