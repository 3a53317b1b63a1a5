import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { audit, bringAxe, NARROW_AND_DARK } from '../support/audit.ts'
import { inBrowser, openBrowser } from '../support/browser.ts'
import { serveGallery } from './gallery.ts'
import { SCREENS } from './screens.ts'

/** Words, names and roles are the same in every look; what a narrow dark page changes is looked at once more. */
const LOOKS = [
  {
    name: 'at a desk in light',
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    only: undefined,
  },
  {
    name: 'on a phone in dark',
    viewport: { width: 360, height: 740 },
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

  for (const { name, viewport, colorScheme, only } of LOOKS) {
    test(`axe finds nothing ${name}, and no screen scrolls sideways`, async () => {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        bypassCSP: true,
        reducedMotion: 'reduce',
      })
      await bringAxe(context)
      const page = await context.newPage()
      const faults: unknown[] = []
      for (const screen of Object.keys(SCREENS)) {
        await page.goto(`http://127.0.0.1:${server.port}/${screen}`)
        const found = await audit(page, only)
        faults.push(...found.map((finding) => ({ screen, ...finding })))
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (wide > 0) faults.push({ screen, wide })
      }
      await context.close()
      expect(faults).toEqual([])
    }, 120_000)
  }
})
