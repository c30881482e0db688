import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  site = await startSite({ signIn: false, targets: ['shop'] })
  browser = await openBrowser()
  page = await browser.context.newPage()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await site?.dispose()
})

it('shows every operation of the document, with its parameters and replies, under the content policy', async () => {
  const troubles: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && troubles.push(message.text())))
  page.on('pageerror', (error) => void troubles.push(String(error)))
  await page.goto(`${site.url}/api`)
  await page.locator('#listVersions').waitFor()
  const document = await (await page.request.get(`${site.url}/openapi.json`)).json()
  const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((item) =>
    Object.values(item).map(({ operationId }) => operationId),
  )
  const shown = await page.locator('.operation').evaluateAll((parts) => parts.map((part) => part.id))
  expect(shown.sort()).toEqual(ids.sort())
  const text = await page.locator('#listVersions').textContent()
  for (const said of ['GET', '/api/v1/database-versions', 'offset', 'view', 'Versions', '401']) {
    expect(text).toContain(said)
  }
  expect(await page.locator('.shape h3').allTextContents()).toContain('Problem')
  expect(troubles).toEqual([])
})
