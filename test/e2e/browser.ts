import { execFileSync } from 'node:child_process'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface TestBrowser {
  /** Tabs that share their cookies. */
  readonly context: BrowserContext
  /** Closes every tab and begins with no cookies: late answers to the tabs that were open cannot bring any back. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** The machine's Chromium. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS, headless: true })
  const begin = () => browser.newContext({ acceptDownloads: true, viewport: { width: 1000, height: 900 } })
  let context = await begin()
  return {
    get context() {
      return context
    },
    clear: async () => {
      await context.close()
      context = await begin()
    },
    close: () => browser.close(),
  }
}

const SOON_MS = 15_000

/** Looks again and again until what it gives is as expected: a machine that runs other suites too is not fast. */
export const soon = <T>(look: () => Promise<T> | T) => expect.poll(look, { timeout: SOON_MS })

export interface OpenedPage {
  readonly page: Page
  /** What the browser complained of: errors of scripts, refusals of the content policy. */
  readonly troubles: string[]
}

export interface PageOptions {
  /** Replies with these statuses are meant, and no trouble. */
  readonly expected?: readonly number[]
  prepare?(page: Page): Promise<unknown>
}

/** Opens the address in a tab of its own. */
export async function openPage(
  browser: TestBrowser,
  url: string,
  { expected = [], prepare }: PageOptions = {},
): Promise<OpenedPage> {
  const page = await browser.context.newPage()
  page.setDefaultTimeout(SOON_MS)
  const troubles: string[] = []
  page.on('console', (message) => {
    const meant = expected.some((status) => message.text().includes(`status of ${status}`))
    if (message.type() === 'error' && !meant) troubles.push(message.text())
  })
  page.on('pageerror', (error) => void troubles.push(String(error)))
  await prepare?.(page)
  await page.goto(url)
  return { page, troubles }
}

function findChromium(): string {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
  } catch {
    return '/usr/bin/chromium'
  }
}
