import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { serveGallery } from './gallery.ts'
import { SCREENS } from './screens.ts'

/** What axe returns, as far as it is looked at here. */
interface Finding {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

/** Contrast in either scheme is proven of every accent by the test of the theme; both are looked at once all the same. */
const LOOKS = [
  { name: 'at a desk in light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'on a phone in dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
] as const

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

if (!hasBrowser) {
  test('NO BROWSER WAS FOUND: the accessibility of the pages was not checked', () => {
    console.error('Install chromium to check the accessibility of the pages.')
  })
} else {
  describe('axe finds nothing', () => {
    const server = serveGallery()
    let browser: Browser
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(async () => {
      await browser.close()
      await server.stop(true)
    })

    for (const { name, viewport, colorScheme } of LOOKS) {
      test(`on any screen ${name}, nor does any scroll sideways`, async () => {
        const context = await browser.newContext({
          viewport,
          colorScheme,
          bypassCSP: true,
          reducedMotion: 'reduce',
        })
        const page = await context.newPage()
        const faults: unknown[] = []
        for (const screen of Object.keys(SCREENS)) {
          await page.goto(`http://127.0.0.1:${server.port}/${screen}`)
          await page.evaluate(axe.source)
          const found = await page.evaluate<Finding[], string[]>(async (values) => {
            const run = (globalThis as { axe?: typeof axe }).axe
            const result = await run?.run({ runOnly: { type: 'tag', values } })
            return (result?.violations ?? []).map(({ id, nodes }) => ({
              id,
              nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
            }))
          }, RULES)
          faults.push(...found.map((finding) => ({ screen, ...finding })))
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          if (wide > 0) faults.push({ screen, wide })
        }
        await context.close()
        expect(faults).toEqual([])
      }, 120_000)
    }
  })
}
