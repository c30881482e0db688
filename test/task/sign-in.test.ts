import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAttempt } from '../../src/account/sign-in-attempt.ts'
import { insertUser } from '../../src/account/write-users.ts'
import { inTurn } from '../../src/kit/in-turn.ts'
import { changePassword } from '../../src/task/change-password.ts'
import { changeUser } from '../../src/task/change-user.ts'
import { createUser } from '../../src/task/create-user.ts'
import { findIdentity } from '../../src/task/find-identity.ts'
import { requireUser } from '../../src/task/require-user.ts'
import { setPassword } from '../../src/task/set-password.ts'
import { signIn } from '../../src/task/sign-in.ts'
import { unlockUser } from '../../src/task/unlock-user.ts'
import { query } from '../support/database.ts'
import { handClock, type TestManager, testManager } from '../support/manager.ts'

const GOOD = 'a long enough word'
const WRONG = 'another long word'
/** Of GOOD, with little work: whoever is only kept out costs next to nothing. */
const CHEAP = '$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$73puakm1/8JKT14ZSDIIZ35PogwJC9g0axGO6e9xO8c'
const clock = handClock()
let manager: TestManager
beforeAll(async () => {
  manager = await testManager(clock)
})
afterAll(() => manager.dispose())

let made = 0
async function newUser(): Promise<{ readonly id: string; readonly name: string }> {
  made += 1
  const user = {
    ...{ name: `user${made}`, displayName: null, passwordHash: CHEAP, openId: null },
    grants: [{ target: 'shop', role: 'packager' as const }],
  }
  const id = await manager.database.withClient((client) => insertUser(client, user, clock.now()))
  return { id, name: user.name }
}

function attempt(name: string, password: string): Promise<string> {
  return signIn(manager, { name, password }).then(
    () => 'in',
    (error: { code: string }) => error.code,
  )
}

async function failures(name: string): Promise<readonly [number, number | null]> {
  const { failedSignIns, lockedUntil } = await requireUser(manager, { name })
  return [failedSignIns, lockedUntil === null ? null : (Date.parse(lockedUntil) - clock.now().getTime()) / 1000]
}

describe('signing in', () => {
  test('tells who it is and what they may do, whatever the case of the name', async () => {
    const { id } = await newUser()
    const signedIn = await signIn(manager, { name: `USER${made}`, password: GOOD })
    const roles = new Map([['shop', 'packager']])
    expect(signedIn).toEqual({
      identity: { kind: 'user', id, name: `user${made}`, roles, scopes: null },
      sessionEpoch: 1,
    })
    expect(await findIdentity(manager, id)).toEqual(signedIn)
  })

  test('takes a password however its letters were composed', async () => {
    await createUser(manager, { name: 'zoe', password: 'Zo\u00eb und die Katze', grants: [] })
    expect(await attempt('zoe', 'Zoe\u0308 und die Katze')).toBe('in')
  })

  test('fails alike for a wrong password, an unknown name, a disabled and a passwordless user', async () => {
    const wrong = await newUser()
    const disabled = await newUser()
    await changeUser(manager, disabled, { disabled: true })
    await createUser(manager, { name: 'openid', openId: { issuer: 'https://id', subject: '1' }, grants: [] })
    const cases: [string, string][] = [
      [wrong.name, WRONG],
      ['nobody', GOOD],
      [disabled.name, GOOD],
      ['openid', GOOD],
      ['', ''],
      ['nul\0', 'nul\0'],
      [wrong.name, 'x'.repeat(5000)],
    ]
    const errors = await Promise.all(cases.map(([name, password]) => signIn(manager, { name, password }).catch(String)))
    expect(new Set(errors).size).toBe(1)
    expect(errors[0]).toContain('[SIGN_IN_FAILED]')
  })

  test('a name nobody has is written down as often as one that somebody has, in 256 rows at most', async () => {
    const sum = 'SELECT coalesce(sum(attempts), 0)::int AS n FROM dvm.sign_in_decoy'
    const [before] = await query<{ n: number }>(manager.url, sum)
    for (let n = 0; n < 300; n += 1) {
      await manager.database.withClient((client) => openAttempt(client, `guess${n}`, clock.now()))
    }
    const [after] = await query<{ n: number }>(manager.url, sum)
    expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(300)
    const [rows] = await query<{ n: number }>(manager.url, 'SELECT count(*)::int AS n FROM dvm.sign_in_decoy')
    expect(rows?.n).toBeLessThanOrEqual(256)
  })
})

describe('a lock', () => {
  test('comes with the fifth failure, doubles with each further one, and keeps the right password out', async () => {
    const { name } = await newUser()
    for (let n = 1; n <= 4; n += 1) expect(await attempt(name, WRONG)).toBe('SIGN_IN_FAILED')
    expect(await failures(name)).toEqual([4, null])
    await attempt(name, WRONG)
    expect(await failures(name)).toEqual([5, 1])
    expect(await attempt(name, GOOD)).toBe('SIGN_IN_FAILED')
    expect(await failures(name)).toEqual([5, 1])
    clock.pass(1)
    await attempt(name, WRONG)
    expect(await failures(name)).toEqual([6, 2])
    clock.pass(2)
    expect(await attempt(name, GOOD)).toBe('in')
    expect(await failures(name)).toEqual([0, null])
  })

  test('lasts a quarter of an hour at most', async () => {
    const { name } = await newUser()
    await query(manager.url, 'UPDATE dvm.user_account SET failed_sign_ins = 1000000 WHERE name = $1', [name])
    await attempt(name, WRONG)
    expect(await failures(name)).toEqual([1_000_001, 900])
  })

  test('is lifted by an administrator, and by a new password', async () => {
    const { name } = await newUser()
    const lock = 'UPDATE dvm.user_account SET failed_sign_ins = 9, locked_until = $2 WHERE name = $1'
    const far = new Date(clock.now().getTime() + 900_000)
    await query(manager.url, lock, [name, far])
    await unlockUser(manager, { name })
    expect(await attempt(name, GOOD)).toBe('in')
    await query(manager.url, lock, [name, far])
    await setPassword(manager, { name }, WRONG)
    expect(await attempt(name, WRONG)).toBe('in')
  })
})

describe('at once', () => {
  test('of 20 guesses over two instances five are looked at, and all of those count', async () => {
    const { name } = await newUser()
    const twin = manager.twin()
    const guesses = Array.from({ length: 20 }, (_, n) => {
      const { database } = n % 2 === 0 ? manager : twin
      return database.withClient((client) => openAttempt(client, name, clock.now()))
    })
    expect((await Promise.all(guesses)).filter((opened) => opened !== null)).toHaveLength(5)
    expect(await failures(name)).toEqual([5, 1])
  })

  test('wrong passwords lock, and the right one among them does not help', async () => {
    const { name } = await newUser()
    const words = [...Array.from({ length: 6 }, () => WRONG), GOOD]
    expect(new Set(await Promise.all(words.map((word) => attempt(name, word))))).toEqual(new Set(['SIGN_IN_FAILED']))
    expect(await failures(name)).toEqual([5, 1])
  })

  test('6 right passwords of one user lock nobody out', async () => {
    const { name } = await newUser()
    const answers = await Promise.all(Array.from({ length: 6 }, () => attempt(name, GOOD)))
    expect(answers).toEqual(Array.from({ length: 6 }, () => 'in'))
    expect(await failures(name)).toEqual([0, null])
  })
})

test('who comes while too many wait is sent away, and nothing is counted', async () => {
  const { name } = await newUser()
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const others = Array.from({ length: 25 }, () => inTurn(`sign-in ${name}`, 1, () => gate))
  expect(await attempt(name.toUpperCase(), GOOD)).toBe('RATE_LIMITED')
  open()
  await Promise.all(others)
  expect(await failures(name)).toEqual([0, null])
  expect(await attempt(name, GOOD)).toBe('in')
})

describe('sessions end', () => {
  test.each([
    ['with a new password', (id: string) => setPassword(manager, { id }, WRONG)],
    ['when the user signs out everywhere', (id: string) => changeUser(manager, { id }, { endSessions: true })],
    [
      'when the user is disabled, and stay so when he no longer is',
      async (id: string) => {
        await changeUser(manager, { id }, { disabled: true })
        expect(await findIdentity(manager, id)).toBeNull()
        await changeUser(manager, { id }, { disabled: false })
      },
    ],
  ])('%s', async (_name, end) => {
    const { id, name } = await newUser()
    const { sessionEpoch } = await signIn(manager, { name, password: GOOD })
    await end(id)
    expect((await findIdentity(manager, id))?.sessionEpoch).toBe(sessionEpoch + 1)
  })

  test('but not by a change of roles, which counts at once', async () => {
    const { id } = await newUser()
    await changeUser(manager, { id }, { grants: [{ target: 'shop', role: 'viewer' }] })
    const found = await findIdentity(manager, id)
    expect([found?.sessionEpoch, found?.identity.roles.get('shop')]).toEqual([1, 'viewer'])
  })

  test('nobody is found under an id that nobody has, or that is none', async () => {
    expect(await findIdentity(manager, '00000000-0000-4000-8000-000000000000')).toBeNull()
    expect(await findIdentity(manager, "' OR true --")).toBeNull()
  })
})

describe('a user who changes his password', () => {
  test('has to know the present one; the session that asked may go on', async () => {
    const { id, name } = await newUser()
    await expect(changePassword(manager, id, { current: WRONG, next: 'quite another one' })).rejects.toMatchObject({
      code: 'SIGN_IN_FAILED',
    })
    expect(await failures(name)).toEqual([1, null])
    const { sessionEpoch } = await changePassword(manager, id, { current: GOOD, next: 'quite another one' })
    expect(sessionEpoch).toBe(2)
    expect(await attempt(name, GOOD)).toBe('SIGN_IN_FAILED')
    expect(await attempt(name, 'quite another one')).toBe('in')
  })

  test('learns that the new one is weak before the present one is looked at', async () => {
    const { id, name } = await newUser()
    await expect(changePassword(manager, id, { current: WRONG, next: 'short' })).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
    })
    expect(await failures(name)).toEqual([0, null])
  })
})

test('a hash made with less work is made anew at the next sign-in, and not again', async () => {
  const { name } = await newUser()
  const hash = 'SELECT password_hash AS hash FROM dvm.user_account WHERE name = $1'
  expect(await attempt(name, GOOD)).toBe('in')
  const [first] = await query<{ hash: string }>(manager.url, hash, [name])
  expect(first?.hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  expect(await attempt(name, GOOD)).toBe('in')
  expect(await query(manager.url, hash, [name])).toEqual([first])
})
