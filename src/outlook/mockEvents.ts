import { createHash } from 'node:crypto'
import { Failure } from '../lib/failure.ts'
import { withMark } from './mark.ts'
import { pretendMeetings } from './mockDay.ts'
import { type Gate, type KeptEvent, mailboxKey } from './mockKept.ts'
import { type Calendars, contentOf, overlaps, saysAlready } from './mockStore.ts'
import type { EventDraft, Mailbox, Outlook, OutlookEvent, Window } from './outlook.ts'

/** The calls of the interface about events, over pretend calendars. */
export function mockEvents(store: Calendars, gate: Gate, meetings: boolean) {
  return { ...reading(store, gate, meetings), ...writing(store, gate) }
}

function reading(store: Calendars, gate: Gate, meetings: boolean) {
  const eventsOf = (mailbox: Mailbox) => store.of(mailbox).events
  const busyOf = (mailbox: Mailbox, window: Window) =>
    [
      ...(meetings ? pretendMeetings(mailbox, window) : []),
      ...takenBy([...eventsOf(mailbox).values()], window),
    ].sort((a, b) => a.from_ms - b.from_ms)
  return {
    async busy(mailbox, window) {
      await gate('busy', mailbox)
      return busyOf(mailbox, window)
    },
    async busyOfMany(mailboxes, window) {
      await gate('busyOfMany')
      const answers = mailboxes.map(async (mailbox) => {
        const answer = await gate('busy', mailbox).then(() => busyOf(mailbox, window), asError)
        return [mailbox.user, answer] as const
      })
      return new Map(await Promise.all(answers))
    },
    async find(mailbox, event_id) {
      await gate('find', mailbox)
      return told(eventsOf(mailbox).get(event_id))
    },
    async findByBooking(mailbox, booking_id) {
      await gate('findByBooking', mailbox)
      const event = eventsOf(mailbox).get(store.of(mailbox).byBooking.get(booking_id) ?? '')
      return event?.is_canceled ? undefined : told(event)
    },
    async listMarked(mailbox, window) {
      await gate('listMarked', mailbox)
      const marked = [...eventsOf(mailbox).values()].filter(
        (event) => event.booking_id && overlaps(event, window),
      )
      return marked.map((event) => told(event))
    },
  } satisfies Partial<Outlook>
}

function writing(store: Calendars, gate: Gate) {
  return {
    async create(mailbox, draft) {
      await gate('create', mailbox)
      return told(madeOnce(store, mailbox, draft))
    },
    async change(mailbox, event_id, change) {
      await gate('change', mailbox)
      const { body, ...rest } = contentOf(change)
      const online = store.of(mailbox).events.get(event_id)?.is_online
      return told(store.change(mailbox, event_id, online || body === undefined ? rest : { body, ...rest }))
    },
    async cancel(mailbox, event_id) {
      await gate('cancel', mailbox)
      store.remove(mailbox, event_id)
    },
  } satisfies Partial<Outlook>
}

function takenBy(events: KeptEvent[], window: Window) {
  return events
    .filter((event) => !event.is_canceled && event.show_as !== 'free' && overlaps(event, window))
    .map(({ start_ms, end_ms, event_id, booking_id }) => ({
      from_ms: start_ms,
      until_ms: end_ms,
      event_id,
      booking_id,
    }))
}

function madeOnce(store: Calendars, mailbox: Mailbox, draft: EventDraft): KeptEvent {
  const { events, byTransaction } = store.of(mailbox)
  const spent = byTransaction.get(draft.transaction_id)
  if (!spent) return store.add(mailbox, eventOf(mailbox, draft))
  const event = events.get(spent)
  if (!event) throw new Failure('permanent', 'transaction_spent', 'The event of this transaction is gone')
  const { body: _, ...content } = contentOf(draft)
  return saysAlready(event, content) ? event : store.change(mailbox, spent, content)
}

function eventOf(mailbox: Mailbox, draft: EventDraft): Omit<KeptEvent, 'change_key'> {
  const { booking_id, transaction_id, subject, body_html, location, start_ms, end_ms, time_zone, teams } =
    draft
  const mark = createHash('sha256')
    .update(`${mailboxKey(mailbox)} ${transaction_id}`)
    .digest('base64url')
  return {
    event_id: `AAMk${mark}`,
    booking_id,
    transaction_id,
    subject,
    body: withMark(body_html, booking_id),
    location,
    start_ms,
    end_ms,
    time_zone,
    is_canceled: false,
    is_organizer: true,
    show_as: 'busy',
    responses: draft.attendees.map(({ email }) => ({ email, response: 'none' })),
    is_online: teams,
    teams_join_url: teams ? `https://teams.example.com/l/meetup-join/${mark}` : undefined,
  }
}

function told(event: KeptEvent): OutlookEvent
function told(event: KeptEvent | undefined): OutlookEvent | undefined
function told(event: KeptEvent | undefined): OutlookEvent | undefined {
  if (!event) return undefined
  const { location: _, time_zone: __, transaction_id: ___, ...rest } = event
  return rest
}

function asError(error: unknown) {
  return error instanceof Error ? error : new Error(String(error))
}
