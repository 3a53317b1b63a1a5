import { Failure } from '../../lib/failure.ts'
import type { Mailbox, OutlookEvent } from '../../outlook/outlook.ts'
import { forgetEvent, keepEvent } from '../follow/graphEvent.ts'
import { homeOf, wordOf } from '../follow/home.ts'
import { bodyOf, eventDraft, placeOf } from './eventDraft.ts'
import type { Run, Step, StepResult } from './saga.ts'
import { unknownEvent, unsurePlaces, whereabouts } from './seekEvent.ts'
import { standing, type Time, timeOf } from './timeOf.ts'

/** Makes the Outlook event, which is what invites the customer. The transaction id makes it safe to repeat. */
export const makeEvent: Step = {
  name: 'outlook_event',
  effect: true,
  where: async ({ mailbox }) => wordOf(mailbox),
  do: async (run) => {
    const { ctx, mailbox } = run
    const earlier = (await leftBehind(run)) ?? (await madeElsewhere(run))
    return earlier ?? resultOf(mailbox, await ctx.outlook.create(mailbox, eventDraft(run)))
  },
  keep: keepEvent,
  undo: (run) => cancelOurs(run, ''),
}

/** Teams makes the link in its own time; an event that did not become a Teams meeting never will. */
export const readTeamsLink: Step = {
  name: 'teams_link',
  effect: false,
  do: async (run) => {
    const event = await run.ctx.outlook.find(run.mailbox, run.results.outlook_event!.event_id!)
    if (!event) throw new Failure('permanent', 'event_gone', 'The event was deleted meanwhile')
    if (event.teams_join_url) return { join_url: event.teams_join_url }
    if (!event.is_online) throw new Failure('permanent', 'teams_unavailable', 'This mailbox has no Teams')
    throw new Failure('retry', 'teams_link_late', 'Teams has not made the link yet')
  },
}

/** Cancels the booking's event, which tells the customer; gone, or never made, is success. */
export const cancelEvent: Step = {
  name: 'cancel_outlook_event',
  effect: true,
  do: async (run) => {
    await cancelOurs(run, run.booking.cancel_reason ?? '')
    return {}
  },
}

/**
 * Moves the event to the new time; undone, it goes back to the old one. An event that the salesperson has deleted
 * is not made again: the deletion is what counts.
 */
export const moveEvent: Step = {
  name: 'move_outlook_event',
  effect: true,
  // Written once more, it would have Outlook tell the customer once more.
  find: (run) => foundAt(run, timeOf(run)),
  do: (run) => move(run, timeOf(run)),
  keep: keepEvent,
  undo: async (run) => {
    const back = standing(run.booking)
    const stands = newLink(run).body_html === undefined && (await foundAt(run, back))
    if (!stands) await move(run, back)
  },
}

/** What an earlier saga of this booking could not take away serves once more: nobody is invited twice. */
async function leftBehind(run: Run): Promise<StepResult | undefined> {
  const { ctx, booking, saga } = run
  if (saga.revision === 1) return undefined
  const { mailbox } = await whereabouts(run)
  const found = await ctx.outlook.findByBooking(mailbox, booking.id)
  if (!found) return undefined
  const { booking_id: _, transaction_id: __, teams: ___, ...content } = eventDraft(run)
  return resultOf(mailbox, await ctx.outlook.change(mailbox, found.event_id, content))
}

/** What an attempt without answer made in a mailbox that the salesperson had then: one invitation is enough. */
async function madeElsewhere(run: Run): Promise<StepResult | undefined> {
  const { outlook } = run.ctx
  for (const mailbox of unsurePlaces(run)) {
    const found = await outlook.findByBooking(mailbox, run.booking.id)
    if (found) return resultOf(mailbox, await atItsTime(run, mailbox, found))
  }
  return undefined
}

/** The event at the booking's time, from which the salesperson may have moved it before it was known. */
async function atItsTime(run: Run, mailbox: Mailbox, event: OutlookEvent): Promise<OutlookEvent> {
  const { start_ms, end_ms, time_zone } = eventDraft(run)
  if (event.start_ms === start_ms && event.end_ms === end_ms) return event
  return run.ctx.outlook.change(mailbox, event.event_id, { start_ms, end_ms, time_zone })
}

async function cancelOurs(run: Run, comment: string): Promise<void> {
  const { ctx, booking } = run
  const { mailbox, known } = await whereabouts(run)
  if (known) await ctx.outlook.cancel(mailbox, known, comment)
  for (const place of [mailbox, ...unsurePlaces(run)]) {
    const lost = await unknownEvent(run, place, known)
    if (lost && lost !== known) await ctx.outlook.cancel(place, lost, comment)
  }
  await forgetEvent(ctx.db, booking.id)
  forgetCalendars(run)
}

/** The event we know of, if it is at this time. */
async function foundAt(run: Run, { start_ms, end_ms }: Time): Promise<StepResult | undefined> {
  const { mailbox, known } = await whereabouts(run)
  const event = known && (await run.ctx.outlook.find(mailbox, known))
  if (!event || event.start_ms !== start_ms || event.end_ms !== end_ms) return undefined
  return resultOf(mailbox, event)
}

async function move(run: Run, { start_ms, end_ms }: Time): Promise<StepResult> {
  const { ctx, booking } = run
  const { mailbox, known } = await whereabouts(run)
  const event_id = known ?? (await ctx.outlook.findByBooking(mailbox, booking.id))?.event_id
  if (!event_id) throw new Failure('permanent', 'event_gone', 'The booking has no Outlook event')
  const time_zone = run.salespersons[0]!.time_zone
  const change = { start_ms, end_ms, time_zone, ...newLink(run) }
  const event = await ctx.outlook.change(mailbox, event_id, change)
  forgetCalendars(run)
  return resultOf(mailbox, event)
}

/** The time that our own event has left must not look taken for as long as busy times are remembered. */
function forgetCalendars({ ctx, salespersons }: Run): void {
  ctx.looks.forget(salespersons.map(({ id }) => id))
}

/** Where this saga had to make a new Zoom meeting, the event must lead to it. */
function newLink(run: Run): { body_html?: string; location?: string } {
  if (!run.results.move_zoom_meeting?.join_url) return {}
  return { body_html: bodyOf(run), location: placeOf(run) }
}

/** With the home of the event, for the salesperson may get another mailbox. */
function resultOf(mailbox: Mailbox, { event_id, change_key }: OutlookEvent): StepResult {
  return { event_id, change_key, ...homeOf(mailbox) }
}
