import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { identifyToken } from '../../src/task/identify-token.ts'
import { signIn } from '../../src/task/sign-in.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { dvmHere } from './dvm-here.ts'
import { type Answer, givenParts, runMain } from './run-main.ts'

const PASSWORD = 'a long enough word'
let manager: TestManager
let empty: FreshDatabase
beforeAll(async () => {
  manager = await testManager()
  empty = await freshDatabase()
})
afterAll(async () => {
  await manager.dispose()
  await empty.drop()
})

function run(args: readonly string[], input = ''): Promise<Answer> {
  return dvmHere(args, { DVM_MANAGER_URL: manager.url }, input)
}

async function json(args: readonly string[], input = ''): Promise<unknown> {
  const { code, stdout, stderr } = await run([...args, '--format', 'json'], input)
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

async function refused(args: readonly string[], input = ''): Promise<readonly [number, string]> {
  const { code, stdout, stderr } = await run(args, input)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^hint: /m)
  return [code, /\[([A-Z_]+)\]/.exec(stderr)?.[1] ?? stderr]
}

describe('dvm user', () => {
  test('makes an administrator whose password is the first line of standard input', async () => {
    const { code, stdout, stderr } = await run(['user', 'add', 'root', '--role', 'admin'], `${PASSWORD}\r\nmore\n`)
    expect([code, stdout, stderr]).toEqual([0, 'done: root added; roles: admin\n', ''])
    expect((await signIn(manager, { name: 'root', password: PASSWORD })).identity.roles.get('*')).toBe('admin')
  })

  test('makes a user of OpenID without asking for a password, and tells it in JSON', async () => {
    const openId = { issuer: 'https://id.example', subject: '42' }
    const flags = ['--openid-issuer', openId.issuer, '--openid-subject', openId.subject, '--display-name', 'Anna B.']
    const user = await json(['user', 'add', 'anna', '--role', 'viewer', '--on', 'shop', ...flags])
    const rest = { displayName: 'Anna B.', hasPassword: false, openId, grants: [{ target: 'shop', role: 'viewer' }] }
    expect(user).toMatchObject({ name: 'anna', ...rest })
  })

  test('gives and takes roles', async () => {
    expect((await run(['user', 'grant', 'anna', 'operator', '--on', 'shop'])).stdout).toBe(
      'done: anna is operator; roles: operator on shop\n',
    )
    expect((await run(['user', 'grant', 'anna', 'viewer'])).stdout).toContain('roles: viewer, operator on shop\n')
    expect((await run(['user', 'revoke', 'anna'])).stdout).toBe('done: anna lost a role; roles: operator on shop\n')
  })

  test('disables, enables and unlocks, and the list shows it', async () => {
    const row = async (): Promise<string> => /^anna.*$/m.exec((await run(['user', 'list'])).stdout)?.[0] ?? ''
    expect(await row()).toMatch(/^anna +Anna B\. +operator on shop +OpenID +active$/)
    expect((await run(['user', 'disable', 'anna'])).code).toBe(0)
    expect(await row()).toMatch(/disabled since \d{4}-\d\d-\d\d$/)
    expect((await run(['user', 'enable', 'ANNA'])).code).toBe(0)
    const lock = "UPDATE dvm.user_account SET failed_sign_ins = 9, locked_until = now() + '9 min' WHERE name = 'anna'"
    await query(manager.url, lock)
    expect(await row()).toMatch(/locked until \d\d:\d\d:\d\d UTC$/)
    expect(await json(['user', 'unlock', 'anna'])).toMatchObject({ failedSignIns: 0, lockedUntil: null })
  })

  test('gives a password to a user who had none, and removes the user', async () => {
    expect(await json(['user', 'password', 'anna'], PASSWORD)).toMatchObject({ hasPassword: true })
    expect((await run(['user', 'remove', 'anna'])).stdout).toMatch(/^done: anna removed; /)
    expect(await json(['user', 'list'])).toEqual([expect.objectContaining({ name: 'root' })])
  })

  test.each<[string, string[], string, number, string]>([
    ['nobody by that name', ['user', 'disable', 'nobody'], '', 2, 'USER_NOT_FOUND'],
    ['a name that is taken', ['user', 'add', 'ROOT'], PASSWORD, 2, 'USER_EXISTS'],
    ['a name of other characters', ['user', 'add', 'a b'], PASSWORD, 2, 'ACCOUNT_INVALID'],
    ['a weak password', ['user', 'add', 'weak'], 'short', 2, 'PASSWORD_WEAK'],
    ['no password', ['user', 'add', 'none'], '', 2, 'USAGE'],
    ['a file in the place of a password', ['user', 'password', 'root'], 'x'.repeat(5000), 2, 'USAGE'],
    ['the last administrator', ['user', 'remove', 'root'], '', 3, 'LAST_ADMIN'],
    ['the role of the last administrator', ['user', 'revoke', 'root'], '', 3, 'LAST_ADMIN'],
    ['a role nobody knows', ['user', 'grant', 'root', 'king'], '', 2, 'USAGE'],
    ['half of an OpenID', ['user', 'add', 'x', '--openid-issuer', 'https://id.example'], '', 2, 'USAGE'],
    ['a place without a role', ['user', 'add', 'x', '--on', 'shop'], PASSWORD, 2, 'USAGE'],
    ['a password as an argument', ['user', 'password', 'root', 'hunter2'], '', 2, 'USAGE'],
  ])('refuses %s', async (_what, args, input, code, error) => {
    expect(await refused(args, input)).toEqual([code, error])
  })
})

describe('dvm token', () => {
  test('is made, works, is listed without its secret, and ends', async () => {
    const flags = ['--owner', 'root', '--scope', 'view,operate', '--scope', 'database-management', '--days', '7']
    const { stdout } = await run(['token', 'create', 'nightly', ...flags, '--on', 'shop'])
    expect(stdout).toMatch(/^done: token nightly of root for view, operate, database-management on shop, until /)
    const token = /^dvm_\S+$/m.exec(stdout)?.[0] ?? ''
    expect((await identifyToken(manager, token))?.roles).toEqual(new Map([['shop', 'admin']]))
    const [listed] = (await json(['token', 'list', '--owner', 'root'])) as { id: string }[]
    expect(listed).toMatchObject({ name: 'nightly', start: token.slice(0, 10), target: 'shop' })
    expect(JSON.stringify(listed)).not.toContain(token.slice(10))
    const id = listed?.id ?? ''
    expect((await run(['token', 'list'])).stdout).toMatch(new RegExp(`^root +nightly .* until \\S+ +${id}$`, 'm'))
    expect((await run(['token', 'revoke', id])).stdout).toBe(
      `done: token nightly of root (${token.slice(0, 10)}…) is revoked\n`,
    )
    expect(await identifyToken(manager, token)).toBeNull()
    expect((await run(['token', 'list'])).stdout).toMatch(/ revoked \d{4}-\d\d-\d\d /)
  })

  test.each<[string, string[], string]>([
    ['another token than there is', ['token', 'revoke', 'abc'], 'TOKEN_NOT_FOUND'],
    ['no owner', ['token', 'create', 'x', '--scope', 'view'], 'USAGE'],
    ['an owner nobody knows', ['token', 'create', 'x', '--scope', 'view', '--owner', 'y'], 'USER_NOT_FOUND'],
    ['a scope nobody knows', ['token', 'create', 'x', '--scope', 'all', '--owner', 'root'], 'USAGE'],
    [
      'too long a time',
      ['token', 'create', 'x', '--scope', 'view', '--owner', 'root', '--days', '999'],
      'ACCOUNT_INVALID',
    ],
    [
      'a time that is no number',
      ['token', 'create', 'x', '--scope', 'view', '--owner', 'root', '--days', '1e2'],
      'USAGE',
    ],
  ])('refuses %s', async (_what, args, error) => {
    expect(await refused(args)).toEqual([2, error])
  })
})

test('every change is in the audit log, and no secret with it', async () => {
  const rows = await query<{ action: string; row: string }>(
    manager.url,
    'SELECT action, e::text AS row FROM dvm.audit_event AS e ORDER BY id',
  )
  expect(new Set(rows.map(({ action }) => action))).toEqual(
    new Set([
      ...['user.create', 'grant.change', 'user.change', 'user.unlock', 'user.password', 'user.delete'],
      ...['token.create', 'token.revoke'],
    ]),
  )
  const all = rows.map(({ row }) => row).join('\n')
  expect(all).not.toContain(PASSWORD)
  expect(all).not.toMatch(/dvm_[A-Za-z0-9_-]{20}/)
})

describe('the database of the own tables', () => {
  test('is only looked at: where the tables are missing it is refused, and nothing is made', async () => {
    const { code, stderr } = await dvmHere(['user', 'list', '--manager-url', empty.url])
    expect([code, stderr]).toEqual([expect.any(Number), expect.stringContaining('[MANAGER_OUTDATED]')])
    expect(code).not.toBe(0)
    expect(await query(empty.url, "SELECT to_regnamespace('dvm') AS schema")).toEqual([{ schema: null }])
  })

  test('has to be named where no server ever ran, without which nothing is started', async () => {
    const { code, stderr } = await dvmHere(['user', 'list', '--state-dir', '/nonexistent/state'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--manager-url is missing: no server has run')])
  })

  test.each(['mysql://x/y', 'postgres://u:hunter2@h:port/db'])('%s is refused without a word of it', async (url) => {
    const { code, stderr } = await runMain(['user', 'list', '--manager-url', url])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--manager-url (from the command line)')])
    expect(stderr).not.toContain('hunter2')
  })
})

describe('on a terminal', () => {
  async function typed(...lines: string[]): Promise<Answer> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const said = Promise.all([text(stdout), text(stderr)])
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    const answer = lines.values()
    // A person answers each question when it is asked.
    stderr.on('data', (chunk: Buffer) => {
      if (/: $/.test(chunk.toString())) stdin.write(answer.next().value ?? '\u0003')
    })
    const code = await main(['user', 'add', 'typist'], { ...givenParts({}, stdout, stderr), stdin })
    stdout.end()
    stderr.end()
    const [out, err] = await said
    return { code, stdout: out, stderr: err }
  }

  test('a password that is typed differently the second time is refused, and neither is shown', async () => {
    const { code, stderr } = await typed('hunter2 hunter2\n', 'hunter3 hunter3\n')
    expect(code).toBe(2)
    expect(stderr).toBe(
      'Password: \nOnce more: \nerror: the two passwords differ [USAGE]\nhint: run the command with --help\n',
    )
  })

  test('Ctrl-C ends the question', async () => {
    const { code, stderr } = await typed()
    expect([code, stderr]).toEqual([2, expect.stringContaining('nobody typed a password')])
  })

  test('the same twice goes on to the tables', async () => {
    const { code, stderr } = await typed('hunter2 hunter2\n', 'hunter2 hunter2\n')
    // These parts have no database: it came as far as it could.
    expect([code, stderr]).toEqual([1, expect.stringContaining('[INTERNAL]')])
  })
})
