import { expect, test } from 'bun:test'
import { inBrowser } from '../../support/browser.ts'
import { BERLIN, DESK, walker } from '../../support/walker.ts'

inBrowser('the product in the page of a host', () => {
  const { site, open, shoot } = walker()

  /** Another site that embeds the page below what is seen at first. */
  async function host() {
    const page = () => `<!doctype html><html lang="en"><title>Host</title>
      <script>window.news = []; for (const name of ['held', 'confirmed', 'canceled'])
        addEventListener(name, (event) => news.push([name, event.detail.booking_id]))</script>
      <script async src="${site().url}/embed.js"></script><h1>Host</h1><div style="height:3000px"></div>
      <holdfast-booking tenant="acme" meeting-type="intro-zoom" zone="Europe/Berlin" lang="en"></holdfast-booking>`
    const headers = { 'content-type': 'text/html' }
    const server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: () => new Response(page(), { headers }),
    })
    const url = `http://127.0.0.1:${server.port}`
    return { page: await open(url, { ...DESK, ...BERLIN }), url, stop: () => server.stop(true) }
  }

  test('that the tenant has not named nothing is shown', async () => {
    const { page, stop } = await host()
    const refused = page.waitForEvent('console', { predicate: (it) => it.text().includes('frame-ancestors') })
    await page.locator('holdfast-booking').scrollIntoViewIfNeeded()
    await refused
    await stop()
  })

  test('that is named, it comes into view, grows, and tells of the hold, the booking and the cancellation', async () => {
    const { page, url, stop } = await host()
    const branding = { allowed_origins: [url] }
    expect(await site().configure('PATCH', '', JSON.stringify({ branding }))).toBe(200)
    await page.reload()
    expect(page.frames()).toHaveLength(1)
    await page.locator('holdfast-booking').scrollIntoViewIfNeeded()
    const inside = page.frameLocator('iframe')
    await inside.getByRole('link', { name: /^Tuesday, 22 December/ }).click()
    await inside.getByRole('heading', { name: /^Tuesday, 22 December/ }).waitFor()
    await inside.locator('.slot').first().click()
    await inside.locator('#name').fill('Ada')
    await inside.locator('#email').fill('host@ada.example')
    await inside.getByRole('button', { name: 'Hold this time' }).click()
    await inside.locator('#code').fill(await site().code('host@ada.example'))
    await inside.getByRole('heading', { name: 'Your meeting is booked' }).waitFor()
    await shoot(page, '65-embedded')
    await inside.getByRole('link', { name: 'Cancel the meeting' }).click()
    await inside.getByRole('button', { name: 'Cancel the meeting' }).click()
    await inside.getByRole('heading', { name: 'The meeting is canceled' }).waitFor()
    await page.waitForFunction('window.news.length === 3')
    const rows = await site().db.q.select().from(site().db.t.bookings)
    const { id } = rows.find(({ customer_email }) => customer_email === 'host@ada.example')!
    expect(await page.evaluate('window.news')).toEqual(
      ['held', 'confirmed', 'canceled'].map((name) => [name, id]),
    )
    const tall = await page.evaluate('document.querySelector("iframe").getBoundingClientRect().height')
    expect(tall).toBeGreaterThan(300)
    await stop()
  })
})
