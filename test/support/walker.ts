import { afterAll, afterEach, beforeAll } from 'bun:test'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type Site, site } from './site.ts'

/** Screenshots of every screen stay behind, outside git. */
export const SCREENS = 'dist/screens'
export const DESK = { viewport: { width: 1280, height: 900 } }
export const PHONE = { viewport: { width: 360, height: 740 } }
export const BERLIN = { timezoneId: 'Europe/Berlin', locale: 'en-GB' }

/** One browser and one product for a suite, and the steps of a customer; hooks are set where it is called. */
export function walker() {
  let it: Site
  let browser: Browser
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true })
    it = await site()
    browser = await openBrowser()
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    await browser.close()
    await it.stop()
  })
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
  const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click()
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { name, level: 1 }).waitFor()

  /** From the calendar to the form, by the first free time of a day. */
  async function choose(page: Page, day: RegExp) {
    await follow(page, day)
    // The first free day is open from the start: its times are not those of the day that was followed.
    await page.locator('#day').filter({ hasText: day }).waitFor()
    await page.locator('.slot').first().click()
    await page.locator('#email').waitFor()
  }
  async function fill(page: Page, email: string, name = 'Ada Lovelace') {
    await page.locator('#name').fill(name)
    await page.locator('#email').fill(email)
  }
  return {
    site: () => it,
    /** A page of its own browser profile; `path` may be a whole address. */
    async open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(40_000)
      contexts.push(context)
      const page = await context.newPage()
      await page.goto(new URL(path, it.url).href)
      return page
    },
    heading,
    press,
    follow,
    choose,
    fill,
    shoot: (page: Page, name: string) => page.screenshot({ path: `${SCREENS}/${name}.png`, fullPage: true }),
    /** Holds as this customer, up to the page for the code. */
    async hold(page: Page, email: string, day = /^Tuesday, 8 December/) {
      await choose(page, day)
      await fill(page, email)
      await press(page, 'Hold this time')
      await heading(page, 'Enter the code')
    },
    /** Proves the address, up to the booked meeting. */
    async prove(page: Page, email: string) {
      await page.locator('#code').fill(await it.code(email))
      await heading(page, 'Your meeting is booked')
    },
  }
}
