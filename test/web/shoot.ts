import { mkdirSync } from 'node:fs'
import { openBrowser } from '../support/browser.ts'
import { serveGallery } from './gallery.ts'
import { SCREENS } from './screens.ts'

/**
 * Screenshots of every screen, at a desk and on a phone, light and dark: `bun test/web/shoot.ts <folder> [screen…]`.
 */
const [folder = 'screens', ...only] = Bun.argv.slice(2)
const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } }

const server = serveGallery()
const browser = await openBrowser()
mkdirSync(folder, { recursive: true })
for (const scheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const page = await browser.newPage({ viewport, colorScheme: scheme, reducedMotion: 'reduce' })
    for (const name of only.length > 0 ? only : Object.keys(SCREENS)) {
      await page.goto(`http://127.0.0.1:${server.port}/${name}`)
      await page.screenshot({ path: `${folder}/${name}-${size}-${scheme}.png`, fullPage: true })
    }
    await page.close()
  }
}
await browser.close()
await server.stop(true)
