import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { inBrowser, openBrowser } from '../support/browser.ts'
import { serveGallery } from './gallery.ts'

const CALENDAR = '/acme/intro-zoom?month=2026-12&zone=Europe/Berlin'

inBrowser('what the script of the pages does', () => {
  const server = serveGallery()
  const base = `http://127.0.0.1:${server.port}`
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.stop(true)
  })
  afterEach(async () => {
    await page.unrouteAll()
    await context.clearCookies()
  })

  /** Whoever has the same browser comes back with it, and without cookies: a new one costs more than most tests. */
  const pages = new Map<string, Page>()
  async function open(path: string, options: BrowserContextOptions = {}) {
    const kind = JSON.stringify(options)
    page = pages.get(kind) ?? (await newPage({ timezoneId: 'Europe/Berlin', ...options }))
    context = page.context()
    pages.set(kind, page)
    await page.goto(base + path)
    await page.evaluate('window.untouched = true').catch(() => {})
  }
  async function newPage(options?: BrowserContextOptions) {
    context = await browser.newContext(options)
    page = await context.newPage()
    return page
  }
  const untouched = () => page.evaluate('window.untouched === true')
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.className')
  const said = () => page.locator('#live').textContent()

  describe('with the script', () => {
    test('a day shows its times without a reload, and the focus and the announcement follow', async () => {
      await open(CALENDAR)
      await page.getByRole('link', { name: 'Monday, 7 December 2026, 13 free' }).click()
      await page.getByRole('heading', { name: 'Monday, 7 December 2026' }).waitFor()
      expect(await focused()).toBe('day')
      expect(await said()).toBe('13 free times')
      expect(page.url()).toContain('day=2026-12-07')
      expect(await untouched()).toBe(true)
    })

    test('the grid is one stop of the Tab key, and arrows move among free days and over the month', async () => {
      await open(CALENDAR)
      expect(await page.locator('.grid a[tabindex="0"]').count()).toBe(1)
      await page.locator('.grid a[tabindex="0"]').focus()
      await page.keyboard.press('ArrowRight')
      expect(await page.evaluate('document.activeElement.textContent')).toContain('2 December 2026')
      await page.keyboard.press('ArrowDown')
      expect(await page.evaluate('document.activeElement.textContent')).toContain('9 December 2026')
      await page.keyboard.press('End')
      expect(await page.evaluate('document.activeElement.textContent')).toContain('11 December 2026')
      await page.keyboard.press('PageDown')
      await page.getByRole('heading', { name: 'January 2027', exact: true }).waitFor()
      expect(await page.evaluate('document.activeElement.textContent')).toContain('January 2027')
      expect(await untouched()).toBe(true)
    })

    test('by the keyboard alone one comes from the month to the details', async () => {
      await open(CALENDAR)
      await page.locator('.grid a[tabindex="0"]').focus()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Wednesday, 2 December 2026' }).waitFor()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Your details' }).waitFor()
    })

    test('the month buttons keep the focus, and back brings the month before', async () => {
      await open(CALENDAR)
      await page.getByRole('link', { name: 'Next month, January 2027' }).click()
      await page.getByRole('heading', { name: 'January 2027', exact: true }).waitFor()
      expect(await focused()).toBe('later')
      await page.goBack()
      await page.getByRole('heading', { name: 'December 2026', exact: true }).waitFor()
      expect(await untouched()).toBe(true)
    })

    test("the browser's zone is proposed once, and not when one was chosen", async () => {
      await open('/acme/intro-zoom?month=2026-12', { timezoneId: 'America/Vancouver' })
      await page.getByText('Vancouver time (UTC−7)').waitFor()
      expect(page.url()).toContain('zone=America%2FVancouver')
      await page.goto(base + CALENDAR)
      await page.getByText('Berlin time (UTC+1)').waitFor()
    })

    test('a day that is opened before that answer has come is shown in the zone of the browser, too', async () => {
      await open('/tenant', { timezoneId: 'America/Vancouver' })
      await page.route(/intro-zoom\?month=2026-12&zone=/, async (route) => {
        await Bun.sleep(1000)
        await route.continue().catch(() => {})
      })
      await page.goto(`${base}/acme/intro-zoom?month=2026-12`)
      await page.locator('.grid a').last().click()
      await page.getByText('Vancouver time (UTC−7)').waitFor()
      expect(page.url()).toContain('day=2026-12')
      expect(page.url()).toContain('zone=America%2FVancouver')
      expect(await focused()).toBe('day')
    })

    test('a zone that cannot be proposed for trouble on the way leaves the page as it is', async () => {
      await open('/tenant', { timezoneId: 'America/Vancouver' })
      let asked = 0
      await page.route(/zone=America/, (route) => {
        asked += 1
        return route.abort()
      })
      await page.goto(`${base}/acme/intro-zoom?month=2026-12`)
      await page.getByText('Berlin time (UTC+1)').waitFor()
      while (asked === 0) await Bun.sleep(20)
      await Bun.sleep(100)
      expect(page.url()).toBe(`${base}/acme/intro-zoom?month=2026-12`)
      expect(await page.getByText('Berlin time (UTC+1)').count()).toBe(1)
    })

    test('a zone is found by its country, without accents, and chosen with Enter', async () => {
      await open(CALENDAR)
      await page.getByRole('link', { name: 'Change time zone' }).click()
      const find = page.getByRole('searchbox', { name: 'City, country or time zone' })
      await find.waitFor()
      expect(await focused()).toBe('find')
      await find.fill('am')
      expect(await page.locator('#zones li:visible').allTextContents()).toEqual(
        expect.arrayContaining([expect.stringContaining('Amsterdam')]),
      )
      expect(await page.getByRole('link', { name: /^Anchorage/ }).isVisible()).toBe(false)
      await find.fill('Europe/Berlin')
      expect(await page.locator('#found').textContent()).toBe('1 time zone')
      await find.fill('sao pau')
      expect(await page.locator('#found').textContent()).toBe('1 time zone')
      await find.fill('austria')
      await page.keyboard.press('Enter')
      await page.getByText('Vienna time').waitFor()
      expect(await page.locator('dialog').count()).toBe(0)
      expect(page.url()).toContain('zone=Europe/Vienna')
      expect(await untouched()).toBe(true)
    })

    test('a zone that is nowhere is said to be nowhere, and Escape closes the list', async () => {
      await open(CALENDAR)
      await page.getByRole('link', { name: 'Change time zone' }).click()
      await page.getByRole('searchbox').fill('atlantis')
      await page.getByText('Nothing matches').first().waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Change time zone')
    })

    test('the code is sent once, when its sixth digit is in', async () => {
      await open('/code')
      const sent: string[] = []
      await page.route(/\/booking\/confirm\?/, async (route) => {
        sent.push(route.request().postData() ?? '')
        await new Promise((resolve) => setTimeout(resolve, 200))
        await route.fulfill({ status: 200, body: 'sent' })
      })
      await page.getByLabel('Six-digit code').pressSequentially('123 456', { delay: 5 })
      await page.keyboard.press('Enter')
      await page.getByText('sent').waitFor()
      expect(sent).toHaveLength(1)
      expect(new URLSearchParams(sent[0]).get('code')).toBe('123 456')
    })

    test('two minutes are announced once, and when the hold ends the page asks what follows', async () => {
      await newPage()
      await page.clock.install()
      await page.goto(`${base}/code`)
      await page.clock.runFor(430_000)
      expect(await said()).toBe('')
      expect(await page.locator('.left b').textContent()).toBe('2 min 2 s')
      await page.clock.runFor(4000)
      expect(await said()).toBe('Two minutes left until your time is given back.')
      await page.evaluate('document.getElementById("live").textContent = ""')
      await page.clock.runFor(60_000)
      expect(await said()).toBe('')
      const asked = page.waitForRequest(/\/code$/)
      await page.clock.runFor(62_000)
      await asked
    })

    test('a hold that ends while nobody can be reached does not take the page away', async () => {
      await newPage()
      await page.clock.install()
      await page.goto(`${base}/code`)
      await page.route('**/code', (route) => route.abort())
      await page.clock.runFor(556_000)
      await Bun.sleep(300)
      expect(await page.locator('.left b').textContent()).toBe('0 s')
      expect(page.url()).toBe(`${base}/code`)
    })

    test('the time that is left has gone on while the device slept', async () => {
      await newPage()
      await page.clock.install()
      await page.addInitScript('performance.now = () => 1000')
      await page.goto(`${base}/code`)
      await page.clock.runFor(430_000)
      expect(await page.locator('.left b').textContent()).toBe('2 min 2 s')
    })

    test('a new code can be asked for after a pause that the button tells', async () => {
      await newPage()
      await page.clock.install()
      await page.goto(`${base}/code`)
      await page.getByRole('button', { name: 'A new code can be sent in 28 s.' }).waitFor()
      await page.clock.runFor(29_000)
      const button = page.getByRole('button', { name: 'Send a new code' })
      expect(await button.getAttribute('aria-disabled')).toBeNull()
    })

    test('a form goes out once however often its button is pressed', async () => {
      await open('/cancel')
      let sent = 0
      await page.route(/\/booking\/cancel\?/, async (route) => {
        if (route.request().method() !== 'POST') return route.continue()
        sent += 1
        await new Promise((resolve) => setTimeout(resolve, 200))
        await route.fulfill({ status: 200, body: 'sent' })
      })
      await page.evaluate('for (let i = 0; i < 3; i++) document.querySelector(".danger").click()')
      await page.getByText('sent').waitFor()
      expect(sent).toBe(1)
    })

    test('whoever has stopped a form that took too long can send it again', async () => {
      await newPage()
      await page.clock.install()
      await page.goto(`${base}/cancel`)
      let sent = 0
      await page.route(/\/booking\/cancel\?/, (route) => {
        sent += 1
        // The browser stays where it is, as when it is stopped.
        return route.fulfill({ status: 204 })
      })
      const press = () => page.evaluate('document.querySelector(".danger").click()')
      await press()
      while (sent === 0) await Bun.sleep(10)
      await page.clock.runFor(10_000)
      await press()
      await page.clock.runFor(11_000)
      expect(sent).toBe(1)
      await press()
      while (sent === 1) await Bun.sleep(10)
      expect(sent).toBe(2)
    })

    test('whoever goes back to a form that was refused sees how things stand, and sends nothing again', async () => {
      await open('/code')
      const asked: string[] = []
      page.on('request', (request) => {
        if (request.isNavigationRequest())
          asked.push(`${request.method()} ${new URL(request.url()).pathname}`)
      })
      const form = 'Object.assign(document.createElement("form"), { method: "post", action: "/code?posted" })'
      await page.evaluate(`document.body.appendChild(${form}).submit()`)
      await page.waitForURL(/posted/)
      await page.evaluate('dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))')
      await page.waitForURL((url) => url.search === '')
      expect(asked).toEqual(['POST /code', 'GET /code'])
    })

    test('what is being confirmed is asked for again until it has settled', async () => {
      await open('/tenant')
      let asked = 0
      await page.route('**/confirming', (route) => {
        asked += 1
        return asked < 3 ? route.continue() : route.continue({ url: `${base}/confirmed` })
      })
      await page.goto(`${base}/confirming`)
      await page.getByRole('heading', { name: 'Your meeting is booked' }).waitFor()
      expect(asked).toBe(3)
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    })

    test('trouble while a page looks again by itself takes nothing away, and it goes on looking', async () => {
      await newPage()
      await page.clock.install()
      let asked = 0
      await page.route('**/code', (route) => {
        asked += 1
        return asked === 2 ? route.continue({ url: `${base}/trouble` }) : route.continue()
      })
      await page.goto(`${base}/code`)
      const code = page.getByLabel('Six-digit code')
      await code.pressSequentially('123')
      for (let i = 0; i < 30 && asked < 3; i += 1) {
        await page.clock.runFor(1000)
        await Bun.sleep(20)
      }
      expect(asked).toBe(3)
      expect(await code.inputValue()).toBe('123')
    })
  })

  describe('without the script', () => {
    beforeEach(() => open(CALENDAR, { javaScriptEnabled: false }))

    test('every day and month is a link, and a time leads to the details', async () => {
      await page.getByRole('link', { name: 'Next month, January 2027' }).click()
      await page.getByRole('link', { name: /^Tuesday, 5 January 2027/ }).click()
      await page.locator('.slot').first().click()
      await page.getByRole('heading', { name: 'Your details' }).waitFor()
      await page.getByRole('link', { name: 'Choose another time' }).click()
      await page.getByRole('heading', { name: 'Tuesday, 5 January 2027' }).waitFor()
    })

    test('a zone is picked from a list', async () => {
      await page.getByRole('link', { name: 'Change time zone' }).click()
      await page.getByRole('heading', { name: 'Choose your time zone' }).waitFor()
      expect(await page.getByRole('searchbox').count()).toBe(0)
      await page.getByText('Asia').click()
      await page.getByRole('link', { name: /^Tokyo/ }).click()
      await page.getByText('Tokyo time (UTC+9)').waitFor()
    })

    test('what only the script can do is not shown, also while the style sheet has not come', async () => {
      await page.route('**/*.css', (route) => route.abort())
      await page.getByRole('link', { name: 'Change time zone' }).click()
      await page.getByRole('heading', { name: 'Choose your time zone' }).waitFor()
      expect(await page.locator('#find').count()).toBe(1)
      expect(await page.getByRole('searchbox').count()).toBe(0)
    })
  })
})
