import { describe, expect, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import type { DatabaseTarget } from '../../src/model/settings.ts'
import { type Given, givenSettings } from './given-settings.ts'

function target(url: string, given: Given = {}): DatabaseTarget | null {
  return givenSettings({ ...given, flags: { ...given.flags, databaseUrl: url } }).settings.database
}

const plain = { host: 'db', port: 5432, database: 'shop', user: 'app', password: null, ssl: false, parameters: {} }

describe('postgres:// URLs are read as libpq reads them', () => {
  const cases: [string, Partial<DatabaseTarget>][] = [
    ['postgres://app@db/shop', {}],
    ['postgresql://app@db:6000/shop', { port: 6000 }],
    ['postgres://app:p%40ss%2Fw%3Ard%25@db/shop', { password: 'p@ss/w:rd%' }],
    ['postgres://app:p@ss@db/shop', { password: 'p@ss' }],
    ['postgres://app:a:b@db/shop', { password: 'a:b' }],
    ['postgres://app:+%20@db/shop', { password: '+ ' }],
    ['postgres://app:@db/shop', { password: '' }],
    ['postgres://an%20a@db/shop', { user: 'an a' }],
    ['postgres://app@[::1]:5433/shop', { host: '::1', port: 5433 }],
    ['postgres://app@/shop?host=/var/run/postgresql&port=5433', { host: '/var/run/postgresql', port: 5433 }],
    ['postgres://app@%2Fvar%2Frun/shop', { host: '/var/run' }],
    ['postgres://app@/shop', { host: 'localhost' }],
    ['postgres://app@db', { database: 'app' }],
    ['postgres://db/shop?user=app&password=a%26b', { password: 'a&b' }],
    ['postgres://app@db/shop?sslmode=require', { ssl: { rejectUnauthorized: false } }],
    ['postgres://app@db/shop?sslmode=verify-full', { ssl: { rejectUnauthorized: true } }],
    ['postgres://app@db/shop?sslmode=require&sslrootcert=ca.pem', { ssl: { rejectUnauthorized: true } }],
    ['postgres://app@db/shop?application_name=x', { parameters: { application_name: 'x' } }],
    ['postgres://app@db/shop?options=-c%20jit%3Doff', { parameters: { options: '-c jit=off' } }],
    ['postgres://app@one:1,two:2/shop', { host: 'one', port: 1 }],
  ]
  test.each(cases)('%s', (url, expected) => {
    expect(target(url)).toEqual({ ...plain, ...expected })
  })
})

describe('JDBC URLs are read as PgJDBC reads them', () => {
  const credentials = 'user=app'
  const cases: [string, Partial<DatabaseTarget>][] = [
    [`jdbc:postgresql://db/shop?${credentials}`, {}],
    [`jdbc:postgresql://db:6000/shop?${credentials}&password=p%26s%3Ds`, { port: 6000, password: 'p&s=s' }],
    [`jdbc:postgresql://db/shop?${credentials}&password=a=b?c@d/e`, { password: 'a=b?c@d/e' }],
    [`jdbc:postgresql://db/shop?${credentials}&password=one+two%2B`, { password: 'one two+' }],
    [`jdbc:postgresql://[fe80::1]:5433/shop?${credentials}`, { host: 'fe80::1', port: 5433 }],
    [`jdbc:postgresql:shop?${credentials}`, { host: 'localhost' }],
    [`jdbc:postgresql:/?${credentials}`, { host: 'localhost', database: 'app' }],
    [`jdbc:postgresql://db/?${credentials}`, { database: 'app' }],
    [`jdbc:postgresql://one:1,two/shop?${credentials}`, { host: 'one', port: 1 }],
    [`jdbc:postgresql://db/shop?${credentials}&ssl=true`, { ssl: { rejectUnauthorized: true } }],
    [
      `jdbc:postgresql://db/shop?${credentials}&ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory`,
      { ssl: { rejectUnauthorized: false } },
    ],
    [`jdbc:postgresql://db/shop?${credentials}&sslmode=prefer`, { ssl: false }],
    [
      `jdbc:postgresql://db/shop?${credentials}&currentSchema=a,my%20b&ApplicationName=ci`,
      { parameters: { options: '-c search_path=a,my\\ b', application_name: 'ci' } },
    ],
    [
      `jdbc:postgresql://db/shop?${credentials}&options=-c%20jit=off&currentSchema=a`,
      { parameters: { options: '-c jit=off -c search_path=a' } },
    ],
  ]
  test.each(cases)('%s', (url, expected) => {
    expect(target(url)).toEqual({ ...plain, ...expected })
  })

  test('PG* variables do not move a JDBC URL to another place, as they do not move Liquibase', () => {
    const environment = { PGHOST: 'other', PGPORT: '6000', PGDATABASE: 'other' }
    expect(target(`jdbc:postgresql://db/shop?${credentials}`, { environment })).toEqual(plain)
    expect(target(`jdbc:postgresql:shop?${credentials}`, { environment })).toEqual({ ...plain, host: 'localhost' })
  })
})

describe('what a URL leaves out', () => {
  test('comes from PG* variables', () => {
    const environment = { PGHOST: 'db', PGPORT: '6000', PGUSER: 'app', PGPASSWORD: 'pw', PGSSLMODE: 'require' }
    expect(target('postgres:///shop', { environment })).toEqual({
      ...plain,
      port: 6000,
      password: 'pw',
      ssl: { rejectUnauthorized: false },
    })
  })

  test('PGHOST or PGDATABASE alone name a database, PGUSER and PGPASSWORD do not', () => {
    const named = (environment: Record<string, string>) => givenSettings({ environment }).settings.database
    expect(named({ PGHOST: '/run/pg' })).toMatchObject({ host: '/run/pg', user: 'someone', database: 'someone' })
    expect(named({ PGDATABASE: 'shop' })).toMatchObject({ host: 'localhost', database: 'shop' })
    expect(named({ PGUSER: 'app', PGPASSWORD: 'pw' })).toBeNull()
  })

  test("Liquibase's offline URL is no database", () => {
    expect(target('offline:postgresql?outputLiquibaseSql=none')).toBeNull()
  })
})

describe('a URL that cannot be read', () => {
  const broken = [
    'mysql://app@db/shop',
    'db.example/shop',
    'postgres://app@db:0/shop',
    'postgres://app@db:99999/shop',
    'postgres://app@db:port/shop',
    'postgres://app:100%@db/shop',
    'postgres://app:p/w@db/shop',
    'postgres://app@db/shop?sslmode=maybe',
    'postgres://app@db/shop?sslcert=me.pem',
    'jdbc:postgresql://app:pw@db/shop',
    'jdbc:postgresql://db/shop?password=100%',
    'jdbc:postgresql://db/shop?ssl=perhaps',
    'jdbc:mysql://db/shop',
  ]
  test.each(broken)('%s is SETTING_INVALID', (url) => {
    expect(() => target(url)).toThrow(DvmError)
    expect(() => target(url)).toThrow(/--database-url \(from the command line\): .* \[SETTING_INVALID\]/)
  })

  test('a stray & in a password is warned of by position, not by the piece behind it', () => {
    const { warnings } = givenSettings({
      flags: { databaseUrl: 'jdbc:postgresql://db/shop?user=app&password=hun&ter2' },
    })
    expect(warnings.map(({ message }) => message)).toEqual([
      'parameter 3 of the database URL is not known and is ignored; write & in a value as %26',
    ])
  })
})
