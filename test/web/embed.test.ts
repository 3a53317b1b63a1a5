import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { inBrowser, openBrowser } from '../support/browser.ts'
import { serveGallery } from './gallery.ts'

inBrowser('the embedded page', () => {
  const pages = serveGallery()
  const host = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) =>
      new Response(url.endsWith('/above') ? pageAbove() : hostPage(), {
        headers: { 'content-type': 'text/html' },
      }),
  })
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await pages.stop(true)
    await host.stop(true)
  })

  const hostPage = () => `<!doctype html><html lang="en"><title>Host</title>
    <script>window.news = []; for (const name of ['held', 'confirmed', 'canceled'])
      addEventListener(name, (event) => news.push([name, event.detail.booking_id]))</script>
    <script async src="http://127.0.0.1:${pages.port}/embed.js"></script>
    <h1>Host</h1><div style="height:3000px"></div>
    <holdfast-booking tenant="code" zone="Europe/Berlin"></holdfast-booking>`

  /** The calendar above much of the host's own. */
  const pageAbove = () => `<!doctype html><html lang="en"><title>Host</title>
    <script async src="http://127.0.0.1:${pages.port}/embed.js"></script><h1>Host</h1>
    <holdfast-booking tenant="acme" meeting-type="intro-zoom" zone="Europe/Berlin"></holdfast-booking>
    <div style="height:3000px"></div>`

  test('whoever has chosen a time at the end of a long page sees the beginning of the next one', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } })
    await page.goto(`http://127.0.0.1:${host.port}/above`)
    const inside = page.frameLocator('iframe')
    await inside.locator('.slot').last().waitFor()
    expect(await page.evaluate('scrollY')).toBe(0)
    await page.evaluate('scrollTo(0, document.querySelector("iframe").getBoundingClientRect().bottom - 300)')
    await inside.locator('.slot').last().click()
    await inside.locator('#email').waitFor()
    await page.waitForFunction('Math.abs(document.querySelector("iframe").getBoundingClientRect().top) < 1')
    await page.close()
  })

  test('the page is fetched when it comes into view, grows with its content, and tells the host once', async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`http://127.0.0.1:${host.port}/`, { waitUntil: 'load' })
    expect(asked).toContain('/embed.js')
    expect(asked).not.toContain('/code')

    await page.locator('holdfast-booking').scrollIntoViewIfNeeded()
    await page.waitForFunction('window.news.length > 0')
    expect(await page.evaluate('window.news')).toEqual([['held', '0193a1b2-0000-7000-8000-000000000001']])

    const frame = page.frames().at(-1)!
    await page.waitForFunction('parseInt(document.querySelector("iframe").style.height) > 300')
    const inside = await frame.evaluate(() => document.body.getBoundingClientRect().height)
    const outside = await page.evaluate('document.querySelector("iframe").getBoundingClientRect().height')
    expect(outside).toBeGreaterThanOrEqual(Math.floor(inside))
    expect(await frame.locator('.top').isVisible()).toBe(false)

    await frame.goto(frame.url())
    await frame.getByRole('heading', { name: 'Enter the code' }).waitFor()
    expect(await page.evaluate('window.news.length')).toBe(1)
    await page.close()
  })

  test('what another window says is not believed', async () => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${host.port}/`)
    await page.locator('holdfast-booking').scrollIntoViewIfNeeded()
    await page.waitForFunction('window.news.length > 0')
    await page.evaluate('postMessage({ holdfast: { event: "confirmed", booking_id: "forged" } }, "*")')
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))')
    expect(await page.evaluate('window.news.length')).toBe(1)
    await page.close()
  })
})
