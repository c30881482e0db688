import { expect, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { redact } from '../../src/kit/redact.ts'
import { secretsOf } from '../../src/settings/read-settings.ts'
import { type Given, givenSettings } from './given-settings.ts'

// Each is awkward in one of the syntaxes it passes through. `pw` stands in every one, so that no piece may be shown.
const PASSWORDS = [
  'hunter2',
  'p&hunter2',
  'p/hunter2',
  'p@hunter2',
  '100%hunter2',
  'p=hunter2',
  'p:hunter2',
  '#hunter2?x=hunter2',
  'p\\hunter2',
  ',hunter2 hunter2',
  "'hunter2;--",
]

/** Every way a password can reach us, right and wrong. */
function sources(password: string): Given[] {
  const encoded = encodeURIComponent(password)
  return [
    { flags: { databaseUrl: `postgres://app:${password}@db/shop` } },
    { flags: { databaseUrl: `postgres://app:${encoded}@db:x/shop` } },
    { flags: { databaseUrl: `postgres://db/shop?password=${password}&user=app` } },
    { flags: { databaseUrl: `postgre://app:${password}@db/shop` } },
    { flags: { databaseUrl: `jdbc:postgresql://app:${password}@db/shop` } },
    { flags: { databaseUrl: `jdbc:postgresql://db/shop?user=app&password=${password}` } },
    { flags: { databaseUrl: `jdbc:mysql://db/shop?password=${password}` } },
    { flags: { databaseUrl: `jdbc:postgresql://db/shop?sslmode=${password}` } },
    { flags: { databaseUrl: 'postgres://db/shop', password } },
    { flags: { databaseUrl: 'postgres://db/shop', password }, passwordFile: password },
    { flags: { define: [password] } },
    { flags: { define: [`=${password}`] } },
    { environment: { DATABASE_URL: `postgres://app:${password}@db/shop` } },
    { environment: { DATABASE_URL: password } },
    { environment: { LIQUIBASE_COMMAND_URL: `jdbc:postgresql://db/shop?password=${password}` } },
    { environment: { LIQUIBASE_COMMAND_PASSWORD: password, PGHOST: 'db', PGPORT: 'x' } },
    { environment: { PGPASSWORD: password, PGHOST: 'db', PGSSLMODE: 'x' } },
    { environment: { LIQUIBASE_COMMAND_PASWORD: password } },
    { file: `url=jdbc:postgresql://db/shop?user=app&password=${password}` },
    { file: `password=${password}\npaswword=${password}\nurl=${password}` },
    { file: `password=first-half\n${password}` },
    { file: `${password}` },
    { file: `password=\\u12${password}` },
    { file: `parameter.token=${password}` },
  ]
}

/** What a person gets to read, before any redaction. */
function spoken(given: Given): string {
  const needs = { changelog: true, database: true }
  let text = ''
  try {
    givenSettings({ ...given, needs })
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    text = JSON.stringify(error.complaints)
  }
  expect(text).not.toBe('')
  const withoutNeeds = { ...given, flags: { changelog: 'x.xml', ...given.flags } }
  try {
    return text + JSON.stringify(givenSettings(withoutNeeds).warnings)
  } catch {
    return text
  }
}

test.each(PASSWORDS)('no message repeats a piece of %s, whatever source it came from', (password) => {
  for (const given of sources(password)) expect(spoken(given), JSON.stringify(given)).not.toContain('hunter2')
})

test.each(PASSWORDS)('%s, once read, is what the gate takes out', (password) => {
  const { settings } = givenSettings({ flags: { databaseUrl: 'postgres://db/shop', password } })
  const text = redact(`connection to ${password}@db failed; ${encodeURIComponent(password)}`, secretsOf(settings))
  expect(text).not.toContain('hunter2')
})
