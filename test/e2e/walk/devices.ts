import { expect, test } from 'bun:test'
import { inBrowser } from '../../support/browser.ts'
import { BERLIN, DESK, PHONE, walker } from '../../support/walker.ts'
import { tokenIn } from '../../support/world.ts'

inBrowser('the flow of the pages on other devices', () => {
  const { site, open, heading, shoot, press, follow, hold } = walker()

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
})
