import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'
import { CHANGESETS, HOSTILE_ID, type Site, startSite } from './site.ts'

let site: Site
let browser: TestBrowser

beforeAll(async () => {
  site = await startSite()
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await site?.dispose()
})

async function openPage(prepare: (page: Page) => Promise<unknown> = async () => undefined) {
  const page = await browser.context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && troubles.push(message.text())))
  page.on('pageerror', (error) => void troubles.push(String(error)))
  await prepare(page)
  await page.goto(site.url)
  return { page, troubles, generate: page.getByRole('button', { name: 'Generate package' }) }
}

describe('the page, served on an embedded database', () => {
  it('shows health, builds the package and hands it over', async () => {
    const { page, troubles, generate } = await openPage()
    const health = page.locator('#health')
    await expect.poll(() => health.textContent()).toBe('HEALTHY')
    expect(await health.getAttribute('class')).toContain('healthy')
    expect(await health.getAttribute('title')).toMatch(/^Last check: .*\d/)

    const download = page.waitForEvent('download')
    await generate.click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^dvm-database-package-\d{8}_\d{6}\.sql$/)
    const text = await readFile(await file.path(), 'utf8')
    expect(text).toContain('CREATE TABLE page_1')
    expect(text).toContain(`CREATE TABLE page_${CHANGESETS}`)
    await page.locator('#toast .success', { hasText: file.suggestedFilename() }).waitFor()
    await expect.poll(() => page.locator('#facts').textContent()).toMatch(/Last package built in\d+ ms/)
    expect(troubles).toEqual([])
    await page.close()
  })

  it('pages through the history', async () => {
    const { page } = await openPage()
    const rows = page.locator('#history tbody tr')
    await expect.poll(() => rows.count()).toBe(25)
    expect(await page.locator('#history caption').textContent()).toContain(`1 to 25 of ${CHANGESETS + 1}`)
    await page.getByRole('button', { name: 'Next' }).click()
    await expect.poll(() => rows.count()).toBe(CHANGESETS + 1 - 25)
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Previous' }).click()
    await expect.poll(() => rows.count()).toBe(25)
    await page.close()
  })

  it('shows what a changeset is called as text, never as markup', async () => {
    const { page } = await openPage()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText(HOSTILE_ID).first().waitFor()
    expect(await page.locator('#history img').count()).toBe(0)
    expect(await page.evaluate('window.attacked')).toBeUndefined()
    await page.close()
  })

  it('warns of a second click instead of asking twice', async () => {
    let asked = 0
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { page, generate } = await openPage((opened) =>
      opened.route('**/package/sql*', async (route) => {
        asked += 1
        await held
        await route.continue()
      }),
    )
    await expect.poll(() => generate.isEnabled()).toBe(true)
    await generate.click()
    await expect.poll(() => generate.isDisabled()).toBe(true)
    await page.locator('#progress').waitFor()
    await page.evaluate("document.getElementById('package-form').dispatchEvent(new SubmitEvent('submit'))")
    await page.locator('#toast .warning', { hasText: 'already in progress' }).waitFor()
    const download = page.waitForEvent('download')
    release()
    await download
    expect(asked).toBe(1)
    await expect.poll(() => generate.isEnabled()).toBe(true)
    await page.close()
  })

  it('keeps the button off while the server is not healthy', async () => {
    const { page, generate } = await openPage((opened) =>
      opened.route('**/health', async (route) => {
        const answer = await route.fetch()
        const body = { ...(await answer.json()), status: 'UNHEALTHY', error: { message: 'the database is away' } }
        await route.fulfill({ status: 503, json: body })
      }),
    )
    await expect.poll(() => page.locator('#health').textContent()).toBe('UNHEALTHY')
    expect(await page.locator('#facts').textContent()).toContain('the database is away')
    expect(await generate.isDisabled()).toBe(true)
    await page.close()
  })

  it('says in plain words why there is no package', async () => {
    const restore = site.editFirstFile()
    const { page, generate } = await openPage()
    await expect.poll(() => generate.isEnabled()).toBe(true)
    await generate.click()
    const message = page.locator('#message')
    await message.waitFor()
    expect(await message.textContent()).toMatch(
      /No package: changeset .* was edited after it ran.*Next step: put the file back/,
    )
    restore()
    await page.close()
  })

  it('registers with the tracker of a host page', async () => {
    const { page } = await openPage((opened) =>
      opened.addInitScript(
        'window.ComponentVersionTracker = { registerComponent(name, component) { window.seen = { name, component } } }',
      ),
    )
    await expect.poll(() => page.evaluate('window.seen.component.getHealthStatus()')).toBe('HEALTHY')
    expect(await page.evaluate('window.seen.component.getVersion()')).toMatchObject({
      component: 'DatabaseVersionManager',
      capabilities: { packageGeneration: true, selfContainedPackages: true },
      database: { connected: true, migrationCount: CHANGESETS + 1 },
      deploymentReady: true,
    })
    await page.close()
  })

  it('fits a screen of 360 pixels', async () => {
    const { page } = await openPage((opened) => opened.setViewportSize({ width: 360, height: 700 }))
    await expect.poll(() => page.locator('#history tbody tr').count()).toBe(25)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await page.close()
  })
})
