import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { inBrowser } from '../../support/browser.ts'
import { BERLIN, DESK, walker } from '../../support/walker.ts'

inBrowser('the product by the keyboard alone', () => {
  const { site, open, heading } = walker()

  /** Goes on with the Tab key until the focus is on what is looked for, and sees that it can be seen. */
  async function reach(page: Page, selector: string) {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((it) => document.activeElement?.matches(it) ?? false, selector)) break
    }
    // A card is its link all over, and shows it by what lies over the card.
    const seen = await page.evaluate(() =>
      [undefined, '::after'].some((part) => {
        const style = getComputedStyle(document.activeElement!, part)
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
      }),
    )
    const reached = await page.evaluate((it) => document.activeElement?.matches(it) ?? false, selector)
    expect([selector, reached, seen]).toEqual([selector, true, true])
  }

  test('from the meeting types to the booked meeting and its cancellation, the focus always in sight', async () => {
    const page = await open('/acme', { ...DESK, ...BERLIN })
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    await reach(page, 'a[href*="intro-zoom"]')
    await page.keyboard.press('Enter')
    await page.locator('.grid[role="grid"]').waitFor()
    await reach(page, '.grid a')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    // Whoever opened a day stands before its times.
    await page.locator('#day:focus').waitFor()
    await reach(page, '.slot')
    // Heard alone, a time says all of itself.
    const name = await page.evaluate('document.activeElement.ariaLabel')
    expect(name).toMatch(/^\w+day, \d+ December 2026, \d\d:\d\d to \d\d:\d\d, Berlin time \(UTC\+1\)$/)
    await page.keyboard.press('Enter')
    await page.locator('#email').waitFor()
    await reach(page, '#name')
    await page.keyboard.type('Ada Lovelace')
    await reach(page, '#email')
    await page.keyboard.type('keys@ada')
    await page.keyboard.press('Enter')
    await page.locator('.alert').waitFor()
    // The fault is tied to its field, and the list of faults leads there.
    expect(await page.locator('#email').getAttribute('aria-describedby')).toContain('email-fault')
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBe('true')
    await reach(page, '.alert a')
    await page.keyboard.press('Enter')
    await page.locator('#email:focus').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('keys@ada.example')
    await page.keyboard.press('Enter')
    await heading(page, 'Enter the code')
    await page.locator('#code:focus').waitFor()
    await page.keyboard.type(await site().code('keys@ada.example'))
    await heading(page, 'Your meeting is booked')
    await reach(page, 'a[href*="/booking/cancel"]')
    await page.keyboard.press('Enter')
    await heading(page, 'Cancel this meeting?')
    await reach(page, 'button.danger')
    await page.keyboard.press('Space')
    await heading(page, 'The meeting is canceled')
  })

  test('who wishes for less motion gets none', async () => {
    const page = await open('/acme/intro-zoom', { ...DESK, ...BERLIN })
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => {
          const { animationName, transitionDuration } = getComputedStyle(element)
          return animationName !== 'none' || transitionDuration.split(', ').some((each) => each !== '0s')
        }).length,
    )
    expect(moving).toBe(0)
  })
})
