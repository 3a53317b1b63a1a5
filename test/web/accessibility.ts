import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { audit, bringAxe, NARROW_AND_DARK } from '../support/audit.ts'
import { inBrowser, openBrowser } from '../support/browser.ts'
import { serveGallery } from './gallery.ts'
import { SCREENS } from './screens.ts'

/** Words, names and roles are the same in every look; what a narrow dark page changes is looked at once more. */
const LOOKS = [
  { name: 'at a desk in light', size: { width: 1280, height: 900 }, colorScheme: 'light', only: undefined },
  {
    name: 'on a phone in dark',
    size: { width: 360, height: 740 },
    colorScheme: 'dark',
    only: NARROW_AND_DARK,
  },
] as const

inBrowser('the accessibility of every screen', () => {
  const server = serveGallery()
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.stop(true)
  })

  test('axe finds nothing at a desk in light nor on a phone in dark, and no screen scrolls sideways', async () => {
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' })
    await bringAxe(context)
    const page = await context.newPage()
    const faults: unknown[] = []
    for (const screen of Object.keys(SCREENS)) {
      await page.goto(`http://127.0.0.1:${server.port}/${screen}`)
      for (const look of LOOKS) faults.push(...(await faultsIn(page, look)).map((it) => ({ screen, ...it })))
    }
    await context.close()
    expect(faults).toEqual([])
  })
})

async function faultsIn(page: Page, { name, size, colorScheme, only }: (typeof LOOKS)[number]) {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme })
  const found = await audit(page, only)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return [...found, ...(wide > 0 ? [{ id: 'sideways', wide }] : [])].map((fault) => ({ name, ...fault }))
}
