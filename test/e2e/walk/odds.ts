import { expect, test } from 'bun:test'
import { inBrowser } from '../../support/browser.ts'
import { BERLIN, DESK, PHONE, walker } from '../../support/walker.ts'
import { tokenIn } from '../../support/world.ts'

/** A picture of one dot. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

inBrowser('what happens now and then', () => {
  const { site, open, heading, shoot, press, follow, choose, fill, hold, prove } = walker()

  for (const javaScriptEnabled of [true, false])
    test(`a booking that takes its time settles ${javaScriptEnabled ? 'without a reload' : 'by reloading, without the script'}`, async () => {
      const page = await open('/acme/intro-zoom', { ...PHONE, ...BERLIN, javaScriptEnabled })
      const email = `slow-${javaScriptEnabled}@ada.example`
      await hold(page, email, javaScriptEnabled ? /^Wednesday, 16 December/ : /^Thursday, 17 December/)
      const goOn = site().pauseZoom()
      await page.locator('#code').fill(await site().code(email))
      if (!javaScriptEnabled) await press(page, 'Confirm the meeting')
      await heading(page, 'Your meeting is being booked')
      await shoot(page, `61-confirming-${javaScriptEnabled ? 'script' : 'plain'}`)
      if (javaScriptEnabled) await page.evaluate('window.untouched = true')
      goOn()
      await heading(page, 'Your meeting is booked')
      if (javaScriptEnabled) expect(await page.evaluate('window.untouched')).toBe(true)
    })

  test('a link that has expired gives way to a fresh one, which goes to the address of the booking alone', async () => {
    const page = await open('/acme/intro-zoom', { ...PHONE, ...BERLIN })
    await hold(page, 'fresh@ada.example', /^Monday, 21 December/)
    await prove(page, 'fresh@ada.example')
    const link = await page.getByRole('link', { name: 'Cancel the meeting' }).getAttribute('href')
    site().advance(25 * 3_600_000)
    await page.goto(site().url + link)
    await heading(page, 'This link has expired')
    await shoot(page, '62-expired-link')
    const expired = page.url()
    for (const email of ['stranger@ada.example', 'fresh@ada.example']) {
      await page.goto(expired)
      await page.locator('#email').fill(email)
      await press(page, 'Send a fresh link')
      await heading(page, 'Check your inbox')
    }
    await shoot(page, '63-link-sent')
    const letter = await site().letter('fresh@ada.example', (text) => text.includes('/booking/cancel?'))
    expect(site().mail.list('stranger@ada.example')).toEqual([])
    await page.goto(`${site().url}/acme/booking/cancel?token=${tokenIn(letter, 'cancel')}`)
    await heading(page, 'Cancel this meeting?')
  })

  test('while another day is on its way, the times of the one before cannot be taken', async () => {
    const page = await open('/acme/intro-zoom', { ...PHONE, ...BERLIN })
    await page.route(/day=2026-12-18/, async (route) => {
      await Bun.sleep(1500)
      await route.continue()
    })
    await follow(page, /^Friday, 18 December/)
    await page.locator('.slot').first().click()
    await page.locator('#email').waitFor()
    expect(await page.locator('main').textContent()).toContain('Friday, 18 December')
  })

  test('a choice of salesperson is kept to the booking; where a month has nothing, the next free day is offered', async () => {
    const vancouver = await site().mailbox('vancouver')
    const { event_id } = site().outlook.playground.add(vancouver, {
      subject: 'Far away',
      start_ms: Date.UTC(2026, 11, 1),
      end_ms: Date.UTC(2027, 0, 12),
    })
    site().advance(1001)
    const page = await open('/acme/intro-zoom?month=2026-12', { ...DESK, ...BERLIN })
    await page.getByRole('navigation', { name: 'With whom?' }).waitFor()
    await page.locator('#with-vancouver').click()
    await page.getByText('No free times in December 2026').waitFor()
    await shoot(page, '64-empty-month')
    await follow(page, /^Next free day: /)
    await page.getByRole('heading', { name: 'January 2027', exact: true }).waitFor()
    await page.locator('.slot').first().click()
    await page.locator('#email').waitFor()
    await fill(page, 'chosen@ada.example')
    await press(page, 'Hold this time')
    await heading(page, 'Enter the code')
    const name = await page.locator('.facts li').last().textContent()
    site().outlook.playground.remove(vancouver, event_id)
    site().advance(1001)
    const rows = await site().db.q.select().from(site().db.t.salespersons)
    expect(name).toBe(rows.find(({ slug }) => slug === 'vancouver')!.name)
  })

  test('another address is given while the time stays held, and only its code counts', async () => {
    const page = await open('/acme/intro-zoom', { ...PHONE, ...BERLIN })
    await hold(page, 'first@ada.example', /^Friday, 11 December/)
    const former = await site().code('first@ada.example')
    const booking = await page.locator('main').getAttribute('data-booking')
    await follow(page, 'Use another address')
    await page.locator('#email').fill('second@ada.example')
    await press(page, 'Send the code there')
    await page.getByText('A new code is on its way').waitFor()
    expect(await page.locator('main').getAttribute('data-booking')).toBe(booking)
    const code = await site().code('second@ada.example')
    await page.locator('#code').fill(former)
    await page.getByText('This is not the code').waitFor()
    await page.locator('#code').fill(code)
    await heading(page, 'Your meeting is booked')
  })

  test('a tab that was left behind shows what the other one has done', async () => {
    const page = await open('/acme/intro-zoom', { ...DESK, ...BERLIN })
    await hold(page, 'tabs@ada.example', /^Thursday, 10 December/)
    const tab = await page.context().newPage()
    await tab.goto(page.url())
    await prove(tab, 'tabs@ada.example')
    await heading(page, 'Your meeting is booked')
    await follow(tab, 'Cancel the meeting')
    await heading(tab, 'Cancel this meeting?')
    const cancel = tab.url()
    await press(tab, 'Cancel the meeting')
    await heading(tab, 'The meeting is canceled')
    await tab.goBack()
    await heading(tab, 'The meeting is canceled')
    await tab.goto(cancel)
    await heading(tab, 'The meeting is canceled')
  })

  test('the logo that an admin sends is the one that customers see', async () => {
    expect(await site().configure('PUT', '/logo', Uint8Array.fromBase64(DOT), 'image/png')).toBe(200)
    const page = await open('/acme', { ...DESK, ...BERLIN })
    await page.locator('.top img').evaluate((image: HTMLImageElement) => image.decode())
    expect(await page.locator('.top img').getAttribute('alt')).toBe('Acme')
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    expect(await site().configure('PUT', '/logo', drawn, 'image/svg+xml')).toBe(415)
  })

  test('who goes back takes another time, and once it is booked sees the booking there', async () => {
    const page = await open('/acme/intro-zoom', { ...PHONE, ...BERLIN })
    await choose(page, /^Wednesday, 2 December/)
    await page.goBack()
    await page.locator('.slot').nth(1).click()
    await page.locator('#email').waitFor()
    await fill(page, 'back@ada.example')
    await press(page, 'Hold this time')
    await heading(page, 'Enter the code')
    await prove(page, 'back@ada.example')
    await page.goBack()
    await heading(page, 'Your meeting is booked')
  })
})
