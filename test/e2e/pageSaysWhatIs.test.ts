import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { Failure } from '../../src/lib/failure.ts'
import { attributesOf, plainBrowser } from '../support/plainBrowser.ts'
import { type Site, site } from '../support/site.ts'

let it: Site
beforeAll(async () => {
  it = await site()
})
afterAll(() => it.stop())

const { get, send, hold, confirm, linkTo } = plainBrowser(() => it)

/** A booked meeting, as its page. */
async function booked(email: string, day: string) {
  const { location } = await confirm(email, await hold(email, day))
  return get(location)
}
/** The question before a move to one of the free times of its month, and where the answer to it leads. */
async function asked(html: string, time: number) {
  const calendar = await get(linkTo(html, 'reschedule'))
  const times = attributesOf(calendar.html, 'a', 'href').filter((href) => href.includes('start='))
  return get(times[time]!)
}
const move = async (html: string, time: number) => send((await asked(html, time)).html, 'reschedule')
/** The salesperson deletes its event in Outlook. */
async function deleteEvent(email: string) {
  const { bookings, graph_events, salespersons } = it.db.t
  const [row] = await it.db.q
    .select({ event_id: graph_events.event_id, slug: salespersons.slug })
    .from(bookings)
    .innerJoin(graph_events, eq(graph_events.booking_id, bookings.id))
    .innerJoin(salespersons, eq(salespersons.id, bookings.salesperson_id))
    .where(eq(bookings.customer_email, email))
  const box = await it.mailbox(row!.slug as 'berlin' | 'vancouver')
  expect(it.outlook.playground.remove(box, row!.event_id)).toBe(true)
}

describe('what a page says without a script is so', () => {
  test('who asks for another code too soon is told from when on there is one', async () => {
    const { location } = await hold('soon@ada.example', '2026-12-02')
    const again = await send((await get(location)).html, 'resend')
    expect(again.status).toBe(429)
    expect(again.html).toMatch(/<p class="note" role="status">A new code can be sent in (30|29|28) s\.<\/p>/)
    it.advance(31_000)
    expect((await send((await get(location)).html, 'resend')).status).toBe(303)
  })

  test('a meeting that has moved on since it was moved is not said to have stayed', async () => {
    const { html } = await booked('twice@ada.example', '2026-12-03')
    const first = await move(html, 2)
    const after = await get(first.location)
    expect(after.html).toContain('Your meeting has been moved')
    await move(after.html, 5)
    // As by the back button, or in a tab that is opened again the next day.
    const back = await get(first.location)
    expect(back.html).toContain('Your meeting is booked')
    expect(back.html).not.toContain('could not be moved')
  })

  test('a move that came to nothing is said to have, and that the letter is on its way', async () => {
    const { html } = await booked('stays@ada.example', '2026-12-04')
    it.outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRequest', 'No'), 'change')
    const moved = await move(html, 3)
    const page = await get(moved.location)
    expect(page.html).toContain('could not be moved and stays where it was')
    expect((await it.letter('stays@ada.example', (text) => text.includes('/reschedule?'))).to).toBe(
      'stays@ada.example',
    )
  })

  test('a meeting that cannot be moved because its event was deleted is not said to stay', async () => {
    const { html } = await booked('gone@ada.example', '2026-12-07')
    const question = await asked(html, 3)
    await deleteEvent('gone@ada.example')
    const moved = await send(question.html, 'reschedule')
    const page = await get(moved.location)
    expect(page.html).not.toContain('stays where it was')
    expect(page.html).toContain('is being changed right now')
  })

  test('a meeting that was canceled in another tab is not said to be changing when it is to be moved', async () => {
    const { html } = await booked('tabs@ada.example', '2026-12-08')
    const question = await asked(html, 3)
    await send((await get(linkTo(html, 'cancel'))).html, 'cancel')
    const late = await send(question.html, 'reschedule')
    expect(late.html).toContain('The meeting is canceled')
    expect(late.html).not.toContain('is being changed right now')
  })

  test('a meeting that is over is not said to begin soon', async () => {
    const { html } = await booked('over@ada.example', '2026-12-01')
    const [cancel, move] = ['cancel', 'reschedule'].map((act) => linkTo(html, act))
    it.advance(14 * 3_600_000)
    for (const link of [cancel!, move!]) {
      const { html, status } = await get(link)
      expect([status, html.includes('begins soon')]).toEqual([200, false])
      expect(html).toContain('This meeting is over')
    }
  })
})
