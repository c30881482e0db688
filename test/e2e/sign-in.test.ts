import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, openPage, type PageOptions, soon, type TestBrowser } from './browser.ts'
import { PASSWORD, type Site, startSite } from './site.ts'

let site: Site
let browser: TestBrowser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite({ signIn: true, targets: ['shop'] }), openBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await site?.dispose()
})

beforeEach(() => browser.clear())

const open = (hash = '', options: PageOptions = {}) => openPage(browser, `${site.url}/${hash}`, options)

async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  const form = page.locator('#sign-in-form')
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button').click()
}

/** As idling does. An answer that is under way would bring the cookie back. */
async function endSession(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await browser.context.clearCookies()
}

// The first test makes the administrator whom the others know.
describe('the first start', () => {
  it('leads from the link in the log to the first administrator, and keeps the code out of the address', async () => {
    const { page, troubles } = await openPage(browser, site.setupLink)
    const form = page.locator('#setup-form')
    await form.waitFor()
    expect(page.url()).toBe(`${site.url}/`)
    await form.getByLabel('Name').fill('anna')
    await form.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await form.getByLabel('Password again').fill('something else altogether')
    await form.getByRole('button').click()
    await soon(() => page.locator('#setup-message').textContent()).toContain('the two passwords are not the same')
    await form.getByLabel('Password again').fill(PASSWORD)
    await form.getByRole('button').click()
    await soon(() => page.locator('#health').textContent()).toBe('HEALTHY')
    expect(await page.locator('#who').textContent()).toBe('anna')
    expect(troubles).toEqual([])
    await page.close()
  })

  it('happens once: the link leads to signing in afterwards', async () => {
    const { page } = await open()
    await page.locator('#sign-in-form').waitFor()
    // Only what stands behind # changes: the browser loads nothing by itself.
    await page.goto(site.setupLink)
    await soon(() => page.locator('#sign-in-reason').textContent()).toContain('used up')
    expect(page.url()).toBe(`${site.url}/`)
    await page.close()
  })
})

describe('signing in', () => {
  it('is asked for first, refuses a wrong password in plain words, and ends by signing out', async () => {
    const { page, troubles } = await open('', { expected: [401] })
    await page.locator('#sign-in-form').waitFor()
    expect(await page.locator('#packages-view').isVisible()).toBe(false)
    await signIn(page, 'anna', 'not the password at all')
    await soon(() => page.locator('#sign-in-message').textContent()).toMatch(
      /Not signed in: name or password is wrong.*Next step/,
    )
    await signIn(page, 'anna')
    await page.locator('#packages-view').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await soon(() => page.locator('#sign-in-reason').textContent()).toBe('You are signed out.')
    expect(page.url()).toBe(`${site.url}/`)
    await page.reload()
    await page.locator('#sign-in-form').waitFor()
    expect(troubles).toEqual([])
    await page.close()
  })

  it('is offered by the company where the server knows one, and tells when that has failed', async () => {
    const { page } = await open('#sign-in=failed', {
      prepare: (opened) =>
        opened.route('**/api/v1/session', async (route) => {
          const answer = await route.fetch()
          const openId = { label: 'Example Ltd', path: '/api/v1/openid/start' }
          await route.fulfill({ json: { ...(await answer.json()), openId } })
        }),
    })
    await soon(() => page.locator('#sign-in-reason').textContent()).toContain('by your company has failed')
    const link = page.getByRole('link', { name: 'Sign in with Example Ltd' })
    expect(await link.evaluate((each) => String(Reflect.get(each, 'href')))).toBe(`${site.url}/api/v1/openid/start`)
    await page.close()
  })

  it('again, after the session has ended, goes on with what was begun', async () => {
    // A token of the session that is over is refused before anybody asks who sends it.
    const { page, troubles } = await open('', { expected: [401, 403] })
    await signIn(page, 'anna')
    const generate = page.getByRole('button', { name: 'Generate package' })
    await soon(() => generate.isEnabled()).toBe(true)
    await page.locator('input[value=incremental]').check()
    await page.locator('[name=versionFrom]').fill('order:3')
    await endSession(page)
    await generate.click()
    await page.locator('#sign-in-form').waitFor()
    expect(await page.locator('#sign-in-reason').textContent()).toContain('Your session has ended')
    await signIn(page, 'anna')
    await page.locator('#result').waitFor()
    expect(await page.locator('#result-title').textContent()).toBe('Incremental')
    expect(await page.locator('[name=versionFrom]').inputValue()).toBe('order:3')
    expect(troubles).toEqual([])
    await page.close()
  })

  it('by somebody else shows nothing of what was begun, and does not go on with it', async () => {
    await site.addUser('eve', [{ target: '*', role: 'packager' }])
    const { page } = await open('', { expected: [401] })
    await signIn(page, 'anna')
    await soon(() => page.getByRole('button', { name: 'Generate package' }).isEnabled()).toBe(true)
    await page.locator('input[value=incremental]').check()
    await page.locator('[name=versionFrom]').fill('order:3')
    await endSession(page)
    await page.getByRole('button', { name: 'Generate package' }).click()
    await page.locator('#sign-in-form').waitFor()
    await signIn(page, 'eve')
    await soon(() => page.locator('#who').textContent()).toBe('eve')
    expect(await page.locator('[name=versionFrom]').inputValue()).toBe('')
    await soon(() => page.locator('#jobs-caption').textContent()).toBe('None yet.')
    await page.close()
  })
})

describe('who may', () => {
  it('only look sees no generating, and why', async () => {
    await site.addUser('vera', [{ target: 'shop', role: 'viewer' }])
    const { page, troubles } = await open('#history')
    await signIn(page, 'vera')
    await soon(() => page.locator('#history tbody tr').count()).toBe(25)
    await page.getByRole('link', { name: 'Packages' }).click()
    await soon(() => page.locator('#package-refusal').textContent()).toContain('ask an administrator')
    expect(await page.getByRole('button', { name: 'Generate package' }).isVisible()).toBe(false)
    expect(await page.locator('#views a:visible').allTextContents()).toEqual(['Packages', 'History', 'Account'])
    expect(troubles).toEqual([])
    await page.close()
  })

  it('do nothing yet is told whom to ask', async () => {
    await site.addUser('nora', [])
    const { page, troubles } = await open()
    await signIn(page, 'nora')
    await soon(() => page.locator('#package-refusal').textContent()).toContain('no role on any database')
    expect(troubles).toEqual([])
    await page.close()
  })
})

describe('an account', () => {
  it('changes its password, and makes, copies and revokes a token that works until then', async () => {
    await site.addUser('paul', [{ target: 'shop', role: 'packager' }])
    const { page, troubles } = await open('#account', { expected: [401] })
    await signIn(page, 'paul')
    const form = page.locator('#password-form')
    await form.getByLabel('Present password').fill('not the password at all')
    await form.getByLabel('New password', { exact: true }).fill('nine late pears over there')
    await form.getByLabel('New password again').fill('nine late pears over there')
    await form.getByRole('button').click()
    await soon(() => page.locator('#password-message').textContent()).toContain('Not changed')
    await form.getByLabel('Present password').fill(PASSWORD)
    await form.getByRole('button').click()
    await page.locator('#toast .success', { hasText: 'password is changed' }).waitFor()

    await page.getByLabel('What it is for').fill('nightly')
    await page.getByRole('button', { name: 'Make token' }).click()
    await page.locator('#new-token').waitFor()
    const token = await page.locator('#new-token-text').inputValue()
    const ask = async () =>
      (await fetch(`${site.url}/api/v1/database-versions`, { headers: { Authorization: `Bearer ${token}` } })).status
    expect(await ask()).toBe(200)
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.locator('#toast p', { hasText: 'cop' }).waitFor()
    await page.getByRole('button', { name: 'Revoke nightly' }).click()
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await soon(() => page.locator('#tokens tbody').textContent()).toContain('revoked')
    // Servers know a token for some seconds.
    await soon(ask).toBe(401)
    expect(troubles).toEqual([])
    await page.close()
  })
})

describe('an administrator', () => {
  it('adds a user, changes roles, sets a password, disables and removes, and finds it in the audit log', async () => {
    const { page, troubles } = await open('#users', { expected: [409] })
    await signIn(page, 'anna')
    const form = page.locator('#user-form')
    await form.getByLabel('Name', { exact: true }).first().fill('ben')
    await form.getByLabel('First password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Add a role' }).click()
    await form.getByRole('button', { name: 'Save' }).click()
    const line = page.locator('#users tbody tr', { hasText: /^ben/ })
    await soon(() => line.textContent()).toContain('viewer on all databases')

    await page.getByRole('button', { name: 'Change ben' }).click()
    await form.getByLabel('Role').selectOption('packager')
    await form.getByRole('button', { name: 'Save' }).click()
    await soon(() => line.textContent()).toContain('packager on all databases')

    await page.getByRole('button', { name: 'Set password ben' }).click()
    await page.locator('#ask-input').fill('nine late pears over there')
    await page.locator('#ask-yes').click()
    await page.locator('#toast .success', { hasText: 'new password' }).waitFor()

    await page.getByRole('button', { name: 'Disable ben' }).click()
    await page.locator('#ask-yes').click()
    await soon(() => line.textContent()).toContain('disabled since')
    await page.getByRole('button', { name: 'Remove ben' }).click()
    await page.locator('#ask-yes').click()
    await soon(() => line.count()).toBe(0)

    await page.getByRole('button', { name: 'Remove anna' }).click()
    await page.locator('#ask-yes').click()
    await soon(() => page.locator('#users-message').textContent()).toMatch(/Not done: .*Next step/)

    await page.getByRole('link', { name: 'Audit log' }).click()
    await page.locator('#audit tbody tr').first().waitFor()
    await page.locator('#audit-form [name=action]').selectOption('user.delete')
    await page.locator('#audit-form button').click()
    await soon(() => page.locator('#audit tbody').textContent()).not.toContain('signed in')
    expect(await page.locator('#audit tbody').textContent()).toContain('removed a user')
    expect(troubles).toEqual([])
    await page.close()
  })
})
