import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { audit, NARROW_AND_DARK } from '../../support/audit.ts'
import { inBrowser } from '../../support/browser.ts'
import { BERLIN, DESK, PHONE, walker } from '../../support/walker.ts'
import { tokenIn } from '../../support/world.ts'

inBrowser('every screen of the running product', () => {
  const { site, open, heading, shoot, press, follow, choose, fill, hold, prove } = walker()
  const opened = (path: string) => open(path, { ...DESK, ...BERLIN, bypassCSP: true })

  /** Looks at a screen at a desk and then on a dark phone, and keeps a picture of both. */
  function looker(page: Page) {
    const faults: unknown[] = []
    const note = async (screen: string, only?: readonly string[]) => {
      faults.push(...(await audit(page, only)).map((finding) => ({ screen, ...finding })))
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 0) faults.push({ screen, wide })
      await shoot(page, screen)
    }
    const look = async (screen: string) => {
      await note(`60-${screen}`)
      await page.setViewportSize(PHONE.viewport)
      await page.emulateMedia({ colorScheme: 'dark' })
      await note(`60-${screen}-dark`, NARROW_AND_DARK)
      await page.setViewportSize(DESK.viewport)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    return { faults, look }
  }

  test('up to the booked meeting', async () => {
    const page = await opened('/acme')
    const { faults, look } = looker(page)
    await look('tenant')
    await page.goto(`${site().url}/acme/nothing`)
    await look('lost')
    await page.goto(`${site().url}/acme/call-phone?zone=Europe/Berlin`)
    await look('month')
    await follow(page, 'Change time zone')
    await page.locator('#find').waitFor()
    await look('zones')
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await choose(page, /^Monday, 14 December/)
    await look('details')
    await page.locator('form').evaluate((form: HTMLFormElement) => {
      form.noValidate = true
    })
    await fill(page, 'nobody')
    await press(page, 'Hold this time')
    await page.locator('.alert').waitFor()
    await look('faults')
    await fill(page, 'axe@gmial.com')
    await page.locator('#phone').fill('+44 20 7946 0000')
    await press(page, 'Hold this time')
    await page.getByRole('button', { name: 'Yes, use axe@gmail.com' }).waitFor()
    await look('typo')
    await press(page, 'Yes, use axe@gmail.com')
    await heading(page, 'Enter the code')
    await look('code')
    await follow(page, 'Use another address')
    await heading(page, 'Use another address')
    await look('address')
    await page.locator('#email').fill('axe@ada.example')
    await press(page, 'Send the code there')
    await page.getByText('A new code is on its way').waitFor()
    await look('resent')
    await page.goto(`${site().url}${await linkOf('axe@ada.example', 'verify')}`)
    await heading(page, 'Confirm your meeting')
    await look('verify')
    await press(page, 'Confirm the meeting')
    await heading(page, 'Your meeting is booked')
    await look('confirmed')
    expect(faults).toEqual([])
  })

  const linkOf = async (email: string, act: 'verify' | 'cancel') =>
    `/acme/booking/${act}?token=${tokenIn(await site().letter(email), act)}`

  test('what becomes of it: moved, canceled, taken back, and a link used twice', async () => {
    const page = await opened('/acme/intro-zoom')
    const { faults, look } = looker(page)
    await hold(page, 'after@ada.example', /^Tuesday, 15 December/)
    await prove(page, 'after@ada.example')
    await follow(page, 'Move the meeting')
    await heading(page, 'Choose a new time')
    await look('move')
    await page.locator('.grid a').last().click()
    await page.locator('#day').waitFor()
    await page.locator('.slot').last().click()
    await heading(page, 'Move the meeting to this time?')
    await look('check')
    await press(page, 'Move the meeting')
    await heading(page, 'Your meeting has been moved')
    await look('moved')
    await follow(page, 'Cancel the meeting')
    await heading(page, 'Cancel this meeting?')
    await look('cancel')
    const used = page.url()
    await press(page, 'Cancel the meeting')
    await heading(page, 'The meeting is canceled')
    await look('canceled')
    await press(page, 'Undo')
    await heading(page, 'Your meeting is on again')
    await look('restored')
    await page.goto(used)
    await heading(page, 'This link has been used already')
    await look('used')
    expect(faults).toEqual([])
  })

  test('what goes wrong: nothing readable, a time that is taken, a newer letter, a hold that ends', async () => {
    const page = await opened('/acme/intro-zoom?zone=Europe/Berlin')
    const { faults, look } = looker(page)
    const boxes = await Promise.all((['berlin', 'vancouver'] as const).map(site().mailbox))
    const readable = (yes: boolean) => {
      for (const box of boxes) site().outlook.switches.unreadable(box, !yes)
      site().advance(1001)
    }
    readable(false)
    await page.reload()
    await page.getByText('The calendars cannot be read right now').waitFor()
    await look('unreadable')
    readable(true)
    await page.reload()
    await choose(page, /^Wednesday, 9 December/)
    const form = page.url()
    await fill(page, 'wrong@ada.example')
    await press(page, 'Hold this time')
    await heading(page, 'Enter the code')
    const code = await site().code('wrong@ada.example')
    const older = await linkOf('wrong@ada.example', 'verify')
    await page.locator('#code').fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
    await page.getByText('4 tries are left').waitFor()
    await look('wrong')
    const held = await page.locator('main').getAttribute('data-here')
    for (let i = 0; i < 3; i++) {
      await page.goto(form)
      if ((await page.getByRole('heading', { name: 'This time has just been taken' }).count()) > 0) break
      await fill(page, `wrong${i}@ada.example`)
      await press(page, 'Hold this time')
      await heading(page, /Enter the code|This time has just been taken/)
    }
    await heading(page, 'This time has just been taken')
    await look('taken')
    site().advance(31_000)
    await page.goto(site().url + held)
    await press(page, 'Send a new code')
    await page.getByText('A new code is on its way').waitFor()
    await page.goto(site().url + older)
    await heading(page, 'There is a newer e-mail')
    await look('older')
    site().advance(11 * 60_000)
    await page.goto(site().url + held)
    await heading(page, 'Your time is no longer held')
    await look('expired')
    expect(faults).toEqual([])
  })
})
