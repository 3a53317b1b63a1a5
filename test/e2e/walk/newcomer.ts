import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type Running, start } from '../../support/binary.ts'
import { inBrowser, openBrowser } from '../../support/browser.ts'
import { DESK, PHONE, SCREENS } from '../../support/walker.ts'
import { codeIn } from '../../support/world.ts'

inBrowser('the binary as a newcomer meets it', () => {
  let it: Running
  let browser: Browser
  let context: BrowserContext
  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true })
    it = await start()
    await it.saying(/booking page/)
    browser = await openBrowser()
  })
  afterEach(() => context.close())
  afterAll(async () => {
    await browser.close()
    await it.stop()
  })

  const WAYS: [name: string, options: BrowserContextOptions][] = [
    ['at a desk', DESK],
    ['at a desk without a script', { ...DESK, javaScriptEnabled: false }],
    ['on a phone', PHONE],
    ['on a phone without a script', { ...PHONE, javaScriptEnabled: false }],
  ]

  test.each(WAYS)(
    '%s the printed address leads to a meeting that is booked with the code in /dev, moved and canceled',
    async (name, options) => {
      context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Tokyo', ...options })
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      await page.goto(/booking page +(\S+)/.exec(it.said.out)?.[1] ?? 'nothing was printed')
      await page.getByRole('link', { name: 'Introduction' }).click()
      // The answer about the zone takes the page's place: a finger that is down on it just then has clicked nothing.
      await page.waitForLoadState('networkidle')
      const month = (await page.locator('#month').textContent()) ?? ''
      await page.locator('#later').click()
      await page.locator('#month', { hasNotText: month }).waitFor()
      await page.locator('.slot').first().click()
      const email = `${name.replaceAll(' ', '.')}@ada.example`
      await page.locator('#name').fill('Ada Lovelace')
      await page.locator('#email').fill(email)
      await page.getByRole('button', { name: 'Hold this time' }).click()
      await page.locator('#code').fill(await codeInDev(page, email))
      if (options.javaScriptEnabled === false)
        await page.getByRole('button', { name: 'Confirm the meeting' }).click()
      await page.getByRole('heading', { name: 'Your meeting is booked' }).waitFor()
      await page.screenshot({ path: `${SCREENS}/70-${name.replaceAll(' ', '-')}.png`, fullPage: true })
      await page.getByRole('link', { name: 'Move the meeting' }).click()
      await page.locator('#later').click()
      await page.locator('#month', { hasNotText: month }).waitFor()
      await page.locator('.slot').last().click()
      await page.getByRole('button', { name: 'Move the meeting' }).click()
      await page.getByRole('heading', { name: 'Your meeting has been moved' }).waitFor()
      await page.getByRole('link', { name: 'Cancel the meeting' }).click()
      await page.getByRole('button', { name: 'Cancel the meeting' }).click()
      await page.getByRole('heading', { name: 'The meeting is canceled' }).waitFor()
      expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(1)
    },
  )

  /** Follows the link on the page for the code to the pretended letters, and reads the digits there. */
  async function codeInDev(page: Page, email: string): Promise<string> {
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Read the letter here' }).click(),
    ])
    await tab.waitForLoadState()
    const letter = tab.locator('details', { hasText: email }).first()
    while ((await letter.count()) === 0) await tab.reload()
    const text = (await letter.locator('pre').textContent()) ?? ''
    await tab.close()
    return codeIn({ text }).replace(/\D/g, '')
  }
})
