import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage, type PageOptions, soon, type TestBrowser } from './browser.ts'
import { CHANGESETS, type Site, startSite } from './site.ts'

let site: Site
let browser: TestBrowser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite({ signIn: false, targets: ['shop', 'crm'] }), openBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await site?.dispose()
})

const open = (options: PageOptions = {}, view = 'packages') => openPage(browser, `${site.url}/#${view}`, options)

const AWAY = {
  type: 'urn:problem:database-unreachable',
  title: 'Service Unavailable',
  status: 503,
  detail: 'cannot connect to the database',
  instance: 'urn:uuid:1',
  code: 'DATABASE_UNREACHABLE',
  hint: 'check whether the server runs',
  complaints: [],
}

describe('while the server cannot answer', () => {
  it('the page says so, and comes back by itself or by its button', async () => {
    let away = true
    const { page } = await open({
      expected: [503],
      prepare: (opened) =>
        opened.route('**/api/v1/session', (route) =>
          away
            ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(AWAY) })
            : route.fallback(),
        ),
    })
    const text = page.locator('#waiting-text')
    await soon(() => text.textContent()).toContain('cannot connect to the database. Next step: check whether')
    away = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await soon(() => page.locator('#health').textContent()).toBe('HEALTHY')
    await page.close()
  })

  it('nothing is generated, and the reason is told, until the health is good again', async () => {
    let away = true
    const { page, troubles } = await open({
      expected: [503],
      prepare: (opened) =>
        opened.route('**/health*', async (route) => {
          if (!away) return route.fallback()
          const answer = await route.fetch()
          const body = { ...(await answer.json()), status: 'UNHEALTHY', error: { message: 'the database is away' } }
          await route.fulfill({ status: 503, json: body })
        }),
    })
    const generate = page.getByRole('button', { name: 'Generate package' })
    await soon(() => page.locator('#health').textContent()).toBe('UNHEALTHY')
    expect(await page.locator('#health').getAttribute('class')).toContain('unhealthy')
    expect(await page.locator('#package-refusal').textContent()).toContain('the database is away')
    expect(await generate.isDisabled()).toBe(true)
    away = false
    await page.getByRole('button', { name: 'Check again' }).click()
    await soon(() => generate.isEnabled()).toBe(true)
    expect(await page.locator('#package-refusal').isVisible()).toBe(false)
    expect(troubles).toEqual([])
    await page.close()
  })
})

describe('the page', () => {
  it('asks about the database that is chosen', async () => {
    const { page } = await open({}, 'history')
    await page.locator('#history tbody tr').first().waitFor()
    const asked = page.waitForRequest(/database-versions\?.*target=crm/)
    await page.locator('#target').selectOption('crm')
    await asked
    await soon(() => page.locator('#health').textContent()).toBe('HEALTHY')
    await page.close()
  })

  it('registers with the tracker of a host page', async () => {
    const { page } = await open({
      prepare: (opened) =>
        opened.addInitScript(
          'window.ComponentVersionTracker = { registerComponent(name, component) { window.seen = { name, component } } }',
        ),
    })
    await soon(() => page.evaluate('window.seen.component.getHealthStatus()')).toBe('HEALTHY')
    expect(await page.evaluate('window.databaseVersionManager.getBuildMetadata()')).toMatchObject({
      component: 'DatabaseVersionManager',
      capabilities: { packageGeneration: true, selfContainedPackages: true },
      database: { connected: true, migrationCount: CHANGESETS + 1 },
      deploymentReady: true,
    })
    expect(await page.evaluate('window.seen.component.getVersion().deploymentReady')).toBe(true)
    await page.close()
  })

  it('gives the keyboard and the readers of screens the heading of a view that is gone to', async () => {
    const { page } = await open()
    await page.getByRole('link', { name: 'History' }).focus()
    await page.keyboard.press('Enter')
    await soon(() => page.evaluate('document.activeElement.textContent')).toBe('Database')
    expect(await page.getByRole('link', { name: 'History' }).getAttribute('aria-current')).toBe('page')
    const unnamed = await page.evaluate(
      `[...document.querySelectorAll('input, select, textarea')].filter((each) => each.labels.length === 0 && each.type !== 'hidden' && !each.hidden).map((each) => each.outerHTML)`,
    )
    expect(unnamed).toEqual([])
    await page.close()
  })

  it.each(['packages', 'history', 'users', 'audit'])('fits a screen of 360 pixels: %s', async (view) => {
    const { page, troubles } = await open(
      { prepare: (opened) => opened.setViewportSize({ width: 360, height: 700 }) },
      view,
    )
    await page.locator(`#${view}-view`).waitFor()
    await soon(() => page.locator(`#${view}-view caption`).first().textContent()).not.toBe('Loading')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    expect(troubles).toEqual([])
    await page.close()
  })
})
