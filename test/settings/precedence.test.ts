import { describe, expect, test } from 'vitest'
import { givenSettings } from './given-settings.ts'

describe('flags go before the environment, the environment before the defaults file', () => {
  const file = 'changelogFile=file.xml\nurl=jdbc:postgresql://file/f\nusername=fu\npassword=fp\ncontexts=file'
  const environment = {
    LIQUIBASE_COMMAND_CHANGELOG_FILE: 'environment.xml',
    DATABASE_URL: 'postgres://eu:ep@environment/e',
    LIQUIBASE_COMMAND_CONTEXTS: 'environment',
  }
  const flags = { changelog: 'flag.xml', databaseUrl: 'postgres://lu:lp@flag/l', contexts: 'flag' }

  test.each([
    ['file', { file }, 'fu', 'fp'],
    ['environment', { file, environment }, 'eu', 'ep'],
    ['flag', { file, environment, flags }, 'lu', 'lp'],
  ])('%s', (name, given, user, password) => {
    const { changelog, contexts, database } = givenSettings(given).settings
    expect(changelog).toBe(`${name}.xml`)
    expect(contexts).toEqual([name])
    expect(database).toMatchObject({ host: name, user, password })
  })

  test('user and password of a more important source go before those in the URL', () => {
    const given = { file: 'url=jdbc:postgresql://db/shop?user=inurl&password=inurl', environment: { PGPASSWORD: 'pg' } }
    expect(givenSettings(given).settings.database).toMatchObject({ user: 'inurl', password: 'inurl' })
    const { database } = givenSettings({ ...given, flags: { username: 'flag' }, passwordFile: 'from file\n' }).settings
    expect(database).toMatchObject({ user: 'flag', password: 'from file' })
  })

  test('user and password of the defaults file do not go before those of a URL from the environment', () => {
    const given = { file: 'username=fu\npassword=fp', environment: { DATABASE_URL: 'postgres://eu@db/shop' } }
    expect(givenSettings(given).settings.database).toMatchObject({ user: 'eu', password: 'fp' })
  })

  test('an empty environment variable is an unset one', () => {
    expect(givenSettings({ file, environment: { DATABASE_URL: '' } }).settings.database?.host).toBe('file')
  })
})

describe("Liquibase's names", () => {
  test.each([
    ['LIQUIBASE_COMMAND_URL', 'postgres://u@db/x'],
    ['LIQUIBASE_COMMAND_UPDATE_URL', 'postgres://u@db/x'],
    ['liquibase_command_url', 'postgres://u@db/x'],
  ])('%s names the database', (variable, value) => {
    expect(givenSettings({ environment: { [variable]: value } }).settings.database?.host).toBe('db')
  })

  test('LIQUIBASE_URL does not: Liquibase does not read it either', () => {
    expect(givenSettings({ environment: { LIQUIBASE_URL: 'postgres://u@db/x' } }).settings.database).toBeNull()
  })

  test.each([
    ['LIQUIBASE_SEARCH_PATH', 'a,b', { searchPath: ['/srv/app/a', '/srv/app/b'] }],
    ['LIQUIBASE_SEARCH_PATH', 'file:a,jar:file:/srv/b.jar!/', { searchPath: ['/srv/app/a', '/srv/b.jar'] }],
    ['LIQUIBASE_DUPLICATE_FILE_MODE', 'WARN', { duplicateFiles: 'first' }],
    ['LIQUIBASE_DUPLICATE_FILE_MODE', 'error', { duplicateFiles: 'refuse' }],
    ['LIQUIBASE_COMMAND_CONTEXT_FILTER', 'a', { contexts: ['a'] }],
    ['LIQUIBASE_COMMAND_LABEL_FILTER', 'x and y', { labelFilter: 'x and y' }],
    ['LIQUIBASE_COMMAND_LABELS', 'x', { labelFilter: 'x' }],
    ['LIQUIBASE_COMMAND_DEFAULT_SCHEMA_NAME', 'App', { defaultSchema: 'App' }],
    ['LIQUIBASE_DATABASE_CHANGELOG_TABLE_NAME', 'LOG', { tables: { changelog: 'log' } }],
    ['LIQUIBASE_DATABASE_CHANGE_LOG_TABLE_NAME', 'log', { tables: { changelog: 'log' } }],
    ['LIQUIBASE_DATABASE_CHANGELOG_LOCK_TABLE_NAME', 'lck', { tables: { lock: 'lck' } }],
    ['LIQUIBASE_LIQUIBASE_SCHEMA_NAME', 'meta', { tables: { schema: 'meta' } }],
    ['LIQUIBASE_SCHEMA_NAME', 'meta', { tables: { schema: 'meta' } }],
  ])('%s', (variable, value, expected) => {
    const { settings, warnings } = givenSettings({ environment: { [variable]: value } })
    expect(settings).toMatchObject(expected)
    expect(warnings).toEqual([])
  })

  test.each([
    'changeLogFile',
    'changelogFile',
    'changelog-file',
    'liquibase.command.changelogFile',
    'liquibase.command.update.changelogFile',
    'liquibase.changelog-file',
    'CHANGELOG_FILE',
  ])('%s in the defaults file', (key) => {
    expect(givenSettings({ file: `${key}=x.xml` }).settings.changelog).toBe('x.xml')
  })

  test('keys of drivers and logging are passed over, unknown ones are warned of with their line', () => {
    const file =
      'driver=org.postgresql.Driver\nlogLevel=info\nliquibaseProLicenseKey=k\nshowBanner: false\nchangelogFle=x'
    expect(givenSettings({ file }).warnings).toEqual([
      {
        code: 'SETTING_UNKNOWN',
        message: 'unknown setting changelogFle in liquibase.properties',
        place: { file: 'liquibase.properties', line: 5, column: 1 },
      },
    ])
  })

  test('what has changelogs read in another way is obeyed, in any case', () => {
    const file = 'missingPropertyMode=ERROR\nliquibase.supportPropertyEscaping=yes\nchangelogParseMode=lax'
    const parsing = { missingProperties: 'error', propertyEscaping: true, unknownEntries: 'pass' }
    expect(givenSettings({ file })).toMatchObject({ settings: { parsing }, warnings: [] })
    const environment = { LIQUIBASE_MISSING_PROPERTY_MODE: 'Empty', LIQUIBASE_ENABLE_ESCAPING: 'off' }
    expect(givenSettings({ file, environment }).settings.parsing).toEqual({
      missingProperties: 'empty',
      propertyEscaping: false,
      unknownEntries: 'pass',
    })
  })

  test.each(['missingPropertyMode=x', 'supportPropertyEscaping=maybe', 'changelogParseMode=x', 'preserveSchemaCase=x'])(
    '%s is refused',
    (file) => expect(() => givenSettings({ file })).toThrow('is not one of'),
  )

  test('preserveSchemaCase is refused by name, unless something more important says that it does not count', () => {
    const file = 'preserveSchemaCase=true'
    expect(() => givenSettings({ file })).toThrow('preserveSchemaCase (from liquibase.properties:1): names of schemas')
    const environment = { LIQUIBASE_PRESERVE_SCHEMA_CASE: 'false' }
    expect(givenSettings({ file, environment }).warnings).toEqual([])
  })

  test('an unknown LIQUIBASE_ variable is warned of', () => {
    const environment = { LIQUIBASE_COMMAND_CHANGELOG_FILES: 'x', LIQUIBASE_HOME: '/opt/liquibase' }
    const { warnings } = givenSettings({ environment })
    expect(warnings.map(({ message }) => message)).toEqual([
      'unknown setting LIQUIBASE_COMMAND_CHANGELOG_FILES in the environment',
    ])
  })
})

test('changelog properties: environment, then --define, then parameter. keys', () => {
  const { properties } = givenSettings({
    environment: { NAME: 'environment' },
    flags: { define: ['name=define', 'url=a=b', 'empty='] },
    file: 'parameter.name=file\nparameter.table.prefix=t_',
  }).settings
  expect(properties).toEqual([
    ['USER', 'someone'],
    ['NAME', 'environment'],
    ['name', 'define'],
    ['url', 'a=b'],
    ['empty', ''],
    ['name', 'file'],
    ['table.prefix', 't_'],
  ])
})
