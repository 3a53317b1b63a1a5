import { expect, test } from 'bun:test'
import { inBrowser } from '../support/browser.ts'
import { BERLIN, DESK, PHONE, walker } from '../support/walker.ts'
import { tokenIn } from '../support/world.ts'

inBrowser('the flow of the pages', () => {
  const { site, open, heading, shoot, press, follow, choose, fill, hold } = walker()

  test('with the script, at a desk: booked, moved, canceled and taken back', async () => {
    const page = await open('/acme', { ...DESK, ...BERLIN })
    await shoot(page, '01-tenant')
    await follow(page, 'Introduction')
    await page.locator('.grid').waitFor()
    await shoot(page, '02-month')
    await choose(page, /^Wednesday, 2 December/)
    await shoot(page, '03-details')
    await fill(page, 'ada@gmial.com')
    await press(page, 'Hold this time')
    await shoot(page, '04-typo')
    await press(page, 'Yes, use ada@gmail.com')
    await heading(page, 'Enter the code')
    await shoot(page, '05-code')
    const code = await site().code('ada@gmail.com')
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await page.locator('#code').pressSequentially(wrong)
    await page.getByText('4 tries are left').waitFor()
    await shoot(page, '06-wrong')
    await page.locator('#code').pressSequentially(code)
    await heading(page, 'Your meeting is booked')
    await shoot(page, '07-confirmed')
    const [file] = await Promise.all([page.waitForEvent('download'), follow(page, 'Add to your calendar')])
    expect(file.suggestedFilename()).toBe('invite.ics')
    await page.reload()
    await follow(page, 'Move the meeting')
    await heading(page, 'Choose a new time')
    await shoot(page, '08-move')
    await follow(page, /^Thursday, 3 December/)
    await page.getByRole('heading', { name: /^Thursday, 3 December/ }).waitFor()
    await page.locator('.slot').first().click()
    await heading(page, 'Move the meeting to this time?')
    await shoot(page, '09-check')
    await press(page, 'Move the meeting')
    await heading(page, 'Your meeting has been moved')
    await shoot(page, '10-moved')
    await follow(page, 'Cancel the meeting')
    await heading(page, 'Cancel this meeting?')
    await page.locator('#reason').fill('Another day')
    await shoot(page, '11-cancel')
    await press(page, 'Cancel the meeting')
    await heading(page, 'The meeting is canceled')
    await shoot(page, '12-canceled')
    await press(page, 'Undo')
    await heading(page, /^Your meeting is (on again|being booked)/)
    await heading(page, 'Your meeting is on again')
  }, 120_000)

  test('without the script, on a phone, in German and from Vancouver: faults kept, booked, canceled by link', async () => {
    const page = await open('/acme/demo-teams', {
      ...PHONE,
      javaScriptEnabled: false,
      locale: 'de-DE',
      colorScheme: 'dark',
    })
    await shoot(page, '20-month')
    await follow(page, 'Zeitzone ändern')
    await page.getByText('Amerika').click()
    await follow(page, /^Vancouver/)
    await page
      .getByText(/Vancouver/)
      .first()
      .waitFor()
    await follow(page, /^Dienstag, 8\b/)
    await shoot(page, '21-day')
    await page.locator('.slot').first().click()
    await page.locator('#name').fill('Ada Lovelace')
    await page.locator('#email').fill('ada@phone.example')
    await page
      .locator('form')
      .evaluate((form: HTMLFormElement) => {
        form.noValidate = true
      })
      .catch(() => {})
    await page.locator('[name="answer.company"]').fill('   ')
    await page.locator('[name="answer.team_size"]').first().check()
    await page.locator('button.main').click()
    await page.locator('.alert').waitFor()
    await shoot(page, '22-faults')
    expect(await page.locator('#email').inputValue()).toBe('ada@phone.example')
    await page.locator('[name="answer.company"]').fill('Engines Ltd')
    await page.locator('button.main').click()
    await page.locator('#code').fill(await site().code('ada@phone.example'))
    await shoot(page, '23-code')
    await page.locator('form:has(#code) button').click()
    await page.getByRole('heading', { name: 'Ihr Termin ist gebucht' }).waitFor()
    await shoot(page, '24-confirmed')
    await follow(page, 'Termin absagen')
    await shoot(page, '25-cancel')
    await page.locator('button.danger').click()
    await page.getByRole('heading', { name: 'Der Termin ist abgesagt' }).waitFor()
    await shoot(page, '26-canceled')
  }, 120_000)

  test('the link works on another device, and the page of the first one goes on by itself', async () => {
    const page = await open('/acme/intro-zoom', { ...DESK, ...BERLIN })
    await hold(page, 'two@devices.example')
    const letter = await site().letter('two@devices.example')
    const phone = await open(`/acme/booking/verify?token=${tokenIn(letter, 'verify')}`, PHONE)
    await heading(phone, 'Confirm your meeting')
    await shoot(phone, '30-verify')
    await press(phone, 'Confirm the meeting')
    await heading(phone, 'Your meeting is booked')
    await heading(page, 'Your meeting is booked')
    // Whoever held it has proven nothing: the rest is for the one with the mailbox.
    expect(await page.getByRole('link', { name: 'Cancel the meeting' }).count()).toBe(0)
  }, 120_000)

  test('a hold that runs out offers other times, and keeps what was typed', async () => {
    const page = await open('/acme/intro-zoom', { ...DESK, ...BERLIN, javaScriptEnabled: false })
    await hold(page, 'late@ada.example')
    await site().code('late@ada.example')
    site().advance(11 * 60_000)
    await page.reload()
    await heading(page, 'Your time is no longer held')
    await shoot(page, '40-expired')
    await page.locator('ul.near button').first().click()
    await heading(page, 'Enter the code')
    expect(await page.getByText('late@ada.example').count()).toBe(1)
  }, 120_000)

  test('who goes back and corrects the form keeps the time; two clicks and two tabs are one hold', async () => {
    const page = await open('/acme/intro-zoom', { ...DESK, ...BERLIN, javaScriptEnabled: false })
    await choose(page, /^Wednesday, 9 December/)
    const form = page.url()
    await fill(page, 'typo@ada.example')
    await page.locator('button.main').dblclick()
    await heading(page, 'Enter the code')
    await page.goBack()
    await page.locator('#email').fill('right@ada.example')
    await press(page, 'Hold this time')
    await heading(page, 'Enter the code')
    expect(await page.getByText('right@ada.example').count()).toBe(1)
    const tab = await page.context().newPage()
    await tab.goto(form)
    await heading(tab, 'This time has just been taken')
    await shoot(tab, '50-taken')
    const rows = await site().db.q.select().from(site().db.t.bookings)
    const living = rows.filter(
      ({ customer_email, status }) => /typo@|right@/.test(customer_email) && status === 'held',
    )
    expect(living.map(({ customer_email }) => customer_email)).toEqual(['right@ada.example'])
  }, 120_000)

  test('a time that is taken while the form is filled in keeps all that was typed', async () => {
    const [one, two] = [
      await open('/acme/intro-zoom?with=berlin', { ...DESK, ...BERLIN }),
      await open('/acme/intro-zoom?with=berlin', { ...PHONE, ...BERLIN }),
    ]
    await choose(one, /^Thursday, 10 December/)
    await choose(two, /^Thursday, 10 December/)
    await fill(one, 'first@ada.example')
    await press(one, 'Hold this time')
    await heading(one, 'Enter the code')
    await fill(two, 'second@ada.example', 'Grace')
    await press(two, 'Hold this time')
    await heading(two, 'This time has just been taken')
    await shoot(two, '51-taken-phone')
    expect(await two.locator('#name').inputValue()).toBe('Grace')
    await press(two, 'Hold this time')
    await heading(two, 'Enter the code')
  }, 120_000)
})
