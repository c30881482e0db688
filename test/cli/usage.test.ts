import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { PRODUCT_VERSION } from '../../src/kit/version.ts'
import { givenParts, runMain } from './run-main.ts'

const COMMANDS = [
  ['package', 'sql'],
  ['package', 'rollback'],
  ['package', 'liquibase'],
  ['package', 'split'],
  ['package', 'schema'],
  ['package', 'full'],
  ['package', 'docker'],
  ['inspect'],
  ['verify'],
  ['drift'],
  ['compare'],
  ['history'],
  ['status'],
  ['validate'],
  ['checksums'],
  ['apply'],
  ['update'],
  ['tag'],
  ['tag-exists'],
  ['changelog-sync'],
  ['mark-next-ran'],
  ['clear-checksums'],
  ['list-locks'],
  ['release-locks'],
  ['manifest'],
  ['serve'],
  ...['list', 'add', 'password', 'grant', 'revoke', 'disable', 'enable', 'unlock', 'remove'].map((name) => [
    'user',
    name,
  ]),
  ...['list', 'create', 'revoke'].map((name) => ['token', name]),
]

describe('help', () => {
  test('--version prints the version and nothing else', async () => {
    expect(await runMain(['--version'])).toEqual({ code: 0, stdout: `${PRODUCT_VERSION}\n`, stderr: '' })
  })

  test('--help names every command', async () => {
    const { code, stdout, stderr } = await runMain(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const [name] of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  })

  test.each(COMMANDS)('%s %s --help has a description, options and an example', async (...names) => {
    const { code, stdout } = await runMain([...names, '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Usage: dvm /)
    expect(stdout).toContain('--format')
    expect(stdout).toMatch(new RegExp(`\\$ dvm ${names.join(' ')}`))
  })

  test('dvm help COMMAND is the same as --help', async () => {
    expect(await runMain(['help', 'status'])).toEqual(await runMain(['status', '--help']))
  })

  test.each([[[]], [['package']], [['user']], [['token']]])('dvm %j alone shows help as wrong usage', async (args) => {
    const { code, stdout, stderr } = await runMain(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Usage: dvm/)
  })
})

describe('wrong usage ends with 2 and says what to do', () => {
  test.each([
    [['packge'], "unknown command 'packge' (Did you mean package?)"],
    [['package', 'sql', '--changlog', 'x'], "unknown option '--changlog' (Did you mean --changelog?)"],
    [['history', '--pasword=hunter2'], "unknown option '--pasword'"],
    [['apply'], "missing required argument 'package'"],
    [['status', 'extra'], "too many arguments for 'status'. Expected 0 arguments but got 1."],
    [
      ['history', '--format', 'xml'],
      "option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.",
    ],
  ])('%j', async (args, message) => {
    expect(await runMain(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message} [USAGE]\nhint: run the command with --help\n`,
    })
  })

  test.each(['--format json', '--format=json'])('%s answers in JSON, also to wrong usage', async (format) => {
    const { code, stdout, stderr } = await runMain(['history', ...format.split(' '), '--bogus'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const complaint = { code: 'USAGE', message: "unknown option '--bogus'" }
    const rest = { place: null, hint: 'run the command with --help', detail: null }
    expect(JSON.parse(stderr)).toEqual({ error: { ...complaint, complaints: [{ ...complaint, ...rest }] } })
  })
})

describe('settings', () => {
  test('everything that is missing or wrong is told at once, each hint once', async () => {
    const { code, stderr } = await runMain(['update', '--lock-wait', 'x', '--transaction', 'y'])
    expect(code).toBe(2)
    expect(stderr.match(/^error: /gm)).toHaveLength(4)
    expect(stderr.match(/^hint: /gm)).toHaveLength(3)
    expect(stderr).toContain('dvm update needs a database [DATABASE_REQUIRED]')
  })

  test('a defaults file that is not there is an error: nobody names a file by accident', async () => {
    const { code, stderr } = await runMain(['checksums', '--defaults-file', 'no.properties'])
    expect(code).toBe(2)
    expect(stderr).toContain('cannot find no.properties [FILE_NOT_FOUND]')
  })
})

describe('what nobody expected', () => {
  const args = ['checksums', '--changelog', 'x.xml']
  test('is an internal error with a reference, without a stack', async () => {
    const { code, stderr } = await runMain(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: internal error \(reference [0-9a-f]{8}\) \[INTERNAL\]\nhint: .*\n$/)
  })

  test('shows its stack with DVM_DEBUG=1', async () => {
    const { stderr } = await runMain(args, { DVM_DEBUG: '1' })
    expect(stderr).toMatch(/^[0-9a-f]{8}: Error: nothing here may be composed\n {4}at /)
  })
})

test('no option has a default of its own, which would hide the environment', () => {
  const own = new Set(['--format', '--checksum-version', '--host', '--of', '--form'])
  const parts = givenParts({}, new PassThrough(), new PassThrough())
  const all = createProgram(parts).commands.flatMap((command) => [command, ...command.commands])
  for (const option of all.flatMap((command) => command.options)) {
    if (!option.negate && !own.has(option.long ?? '')) expect(option.defaultValue, option.long).toBeUndefined()
  }
})
