import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KINDS } from '../../web/src/package-kinds.ts'
import { type OpenedPage, openBrowser, openPage, type PageOptions, soon, type TestBrowser } from './browser.ts'
import { CHANGESETS, HOSTILE_ID, type Site, startSite } from './site.ts'

let site: Site
let browser: TestBrowser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite({ signIn: false, targets: ['shop', 'crm'] }), openBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await site?.dispose()
})

/** How the file of a kind begins, where it is no SQL; of an archive what it holds is listed. */
const PREVIEWS: Readonly<Record<string, RegExp>> = {
  liquibase: /^<\?xml .*databaseChangeLog/s,
  docker: /archive.*It holds:\n.*Dockerfile/s,
  split: /archive.*It holds:\n.*\.sql/s,
}

async function open(options: PageOptions = {}, view = 'packages') {
  const opened = await openPage(browser, `${site.url}/#${view}`, options)
  const generate = opened.page.getByRole('button', { name: 'Generate package' })
  if (view === 'packages' && options.prepare === undefined) await soon(() => generate.isEnabled()).toBe(true)
  return { ...opened, generate }
}

/** Chooses a kind whose warning has to be agreed to, or not. */
async function generateKind({ page }: OpenedPage, kind: string, warned: boolean): Promise<void> {
  await page.locator(`input[name=kind][value=${kind}]`).check()
  expect(await page.locator('#package-warning').isVisible()).toBe(warned)
  await page.getByRole('button', { name: 'Generate package' }).click()
  if (warned) await page.getByRole('button', { name: 'Generate', exact: true }).click()
}

describe('packages', () => {
  let shared: OpenedPage | null = null

  it('are built, shown by their beginning, and handed over under the name of the server', async () => {
    const { page, troubles, generate } = await open()
    const health = page.locator('#health')
    expect(await health.textContent()).toBe('HEALTHY')
    expect(await health.getAttribute('class')).toContain('healthy')
    expect(await health.getAttribute('title')).toMatch(/^Last check: .*\d/)
    await generate.click()
    await soon(() => page.locator('#preview').inputValue()).toContain("'tables/1.sql'")
    const facts = await page.locator('#result-facts').textContent()
    expect(facts).toMatch(/Filet_\w+-database-package-\d{8}_\d{6}\.sql/)
    expect(facts).toMatch(/SHA-256[0-9a-f]{64}/)
    expect(facts).toContain(`Changesets${CHANGESETS + 1}`)
    await page.locator('#toast .success', { hasText: 'is ready' }).waitFor()

    const download = page.waitForEvent('download')
    await page.locator('#download').click()
    const file = await download
    expect(facts).toContain(file.suggestedFilename())
    expect(await readFile(await file.path(), 'utf8')).toContain(`CREATE TABLE page_${CHANGESETS}`)
    await page.goto(`${site.url}/#history`)
    await soon(() => page.locator('#facts').textContent()).toMatch(/Last package built in\d+ ms/)
    expect(troubles).toEqual([])
    await page.close()
  })

  it.each(Object.entries(KINDS))('of kind %s are built as the form has them', async (kind, { title, warning }) => {
    shared ??= await open()
    const { page, troubles } = shared
    await soon(() => page.getByRole('button', { name: 'Generate package' }).isEnabled()).toBe(true)
    await generateKind(shared, kind, warning !== null)
    await soon(() => page.locator('#result-title, #message:visible').first().textContent()).toBe(title)
    await soon(() => page.locator('#preview').inputValue()).toMatch(PREVIEWS[kind] ?? /^-- =+\n-- .*package/)
    expect(await page.locator('#message').isVisible()).toBe(false)
    expect(troubles).toEqual([])
  })

  it('take what was chosen: of what does not apply, nothing is sent', async () => {
    const { page, generate } = await open()
    await page.locator('input[value=full]').check()
    await page.locator('[name=format]').selectOption('liquibase')
    expect(await page.getByLabel('With data').isVisible()).toBe(false)
    await page.locator('input[value=split]').check()
    await page.locator('[name=by]').selectOption('size')
    const howFar = page.getByLabel('How far').filter({ visible: true })
    expect(await howFar.count()).toBe(0)
    await page.locator('[name=of]').filter({ visible: true }).selectOption('offline')
    await howFar.selectOption('count')
    const asked = page.waitForRequest((request) => request.method() === 'POST')
    await generate.click()
    expect((await asked).postDataJSON()).toEqual({
      kind: 'split',
      of: 'offline',
      by: 'size',
      maxMegabytes: 10,
      count: 1,
    })
    await page.locator('#result, #message').filter({ visible: true }).first().waitFor()
    expect(await page.locator('#message').textContent()).toBe('')
    await page.close()
  })

  it('are not asked for twice while one is in progress, which can be cancelled', async () => {
    const opened = await open()
    const { page, troubles, generate } = opened
    const release = await site.holdTable('page_1')
    let asked = 0
    page.on('request', (request) => void (request.method() === 'POST' && asked++))
    await generateKind(opened, 'schema', false)
    await soon(() => page.locator('#progress-text').textContent()).toMatch(/Building|Reading|Writing/)
    expect(await generate.isDisabled()).toBe(true)
    await page.evaluate("document.getElementById('package-form').dispatchEvent(new SubmitEvent('submit'))")
    await page.locator('#toast .warning', { hasText: 'already in progress' }).waitFor()
    await page.locator('#cancel').click()
    await page.locator('#toast .warning', { hasText: 'was cancelled' }).waitFor()
    await release()
    expect(asked).toBe(1)
    await soon(() => generate.isEnabled()).toBe(true)
    await soon(() => page.locator('#jobs-table tbody tr').first().textContent()).toContain('Cancelled')
    expect(troubles).toEqual([])
    await page.close()
  })

  it('go on being shown after the page was loaded again, without events too', async () => {
    const opened = await open()
    const { page } = opened
    const release = await site.holdTable('page_1')
    await generateKind(opened, 'schema', false)
    await page.locator('#progress-text', { hasText: /Building|Reading|Writing/ }).waitFor()
    await page.route('**/events', (route) => route.fulfill({ status: 502 }))
    await page.reload()
    await page.locator('#progress').waitFor()
    await release()
    await page.locator('#result').waitFor()
    await page.close()
  })

  it('are removed after a question, and only then', async () => {
    const { page, generate } = await open()
    await generate.click()
    const name = (await page.locator('#result-facts dd').first().textContent()) ?? ''
    const rows = page.locator('#jobs-table tbody tr', { hasText: name })
    const remove = page.getByRole('button', { name: `Remove ${name}` })
    await remove.click()
    await page.keyboard.press('Escape')
    expect(await rows.count()).toBe(1)
    await remove.click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await soon(() => rows.count()).toBe(0)
    expect(await page.locator('#result').isVisible()).toBe(false)
    await page.close()
  })

  it('that cannot be are explained in plain words, with every place', async () => {
    const restore = site.editFirstFile()
    const { page, generate } = await open()
    await generate.click()
    const message = page.locator('#message')
    await message.waitFor()
    expect(await message.textContent()).toMatch(
      /No package: changeset .* was edited after it ran.*Next step: put the file back/,
    )
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Validate checksums' }).click()
    await soon(() => page.locator('#validation').textContent()).toMatch(/1 fault\.drifted: tables\/1\.sql:2:\d+:/)
    restore()
    await page.close()
  })
})

describe('the history', () => {
  it('is paged and filtered, told in figures, and validated', async () => {
    const { page, troubles } = await open({}, 'history')
    const rows = page.locator('#history tbody tr')
    await soon(() => rows.count()).toBe(25)
    expect(await page.locator('#history caption').textContent()).toContain(`1 to 25 of ${CHANGESETS + 1}`)
    await page.getByRole('button', { name: 'Next' }).click()
    await soon(() => rows.count()).toBe(CHANGESETS + 1 - 25)
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Previous' }).click()
    await soon(() => rows.count()).toBe(25)
    await page.locator('#history-status').selectOption('FAILED')
    await soon(() => page.locator('#history-caption').textContent()).toBe('Nothing is FAILED.')
    expect(await page.locator('#statistics').textContent()).toContain(`EXECUTED ${CHANGESETS + 1}`)
    await page.getByRole('button', { name: 'Validate checksums' }).click()
    await soon(() => page.locator('#validation').textContent()).toContain('no faults')
    expect(troubles).toEqual([])
    await page.close()
  })

  it('shows what a changeset is called as text, never as markup', async () => {
    const { page } = await open({}, 'history')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText(HOSTILE_ID).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.evaluate('window.attacked')).toBeUndefined()
    await page.close()
  })
})
