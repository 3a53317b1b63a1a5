import type { Clock } from '../lib/clock.ts'
import { Failure } from '../lib/failure.ts'
import type { Entry, Journal } from './mockJournal.ts'
import { type ChangeType, type KeptEvent, mailboxKey } from './mockKept.ts'
import { attendeeMails } from './mockMails.ts'
import type { EventChange, EventDraft, Mailbox, Window } from './outlook.ts'

interface Calendar {
  events: Map<string, KeptEvent>
  byBooking: Map<string, string>
  /** Kept after the event is gone: a transaction id is spent for ever. */
  byTransaction: Map<string, string>
}

export type Calendars = ReturnType<typeof calendars>

/** Every pretend calendar, in memory and in the journal; `told` hears of each write once it is done. */
export function calendars(
  clock: Clock,
  journal: Journal,
  told: (mailbox: Mailbox, change: ChangeType, event: KeptEvent) => void,
) {
  const kept = new Map<string, Calendar>()
  const { mails, send } = attendeeMails()
  let writes = 0

  const of = (mailbox: Mailbox): Calendar => {
    const key = mailboxKey(mailbox)
    const calendar = kept.get(key) ?? { events: new Map(), byBooking: new Map(), byTransaction: new Map() }
    kept.set(key, calendar)
    return calendar
  }
  /** A new change key. */
  const stamp = () => {
    writes += 1
    return `CK${clock.now_ms().toString(36)}.${writes}`
  }
  const put = (mailbox: Mailbox, event: KeptEvent) => {
    const calendar = of(mailbox)
    calendar.events.set(event.event_id, event)
    if (event.booking_id) calendar.byBooking.set(event.booking_id, event.event_id)
    if (event.transaction_id) calendar.byTransaction.set(event.transaction_id, event.event_id)
  }
  /** Takes back what the journal held; nobody is told or mailed. */
  const restore = (entry: Entry) => {
    if ('event' in entry) put(entry.mailbox, entry.event)
    if ('gone' in entry && entry.transaction_id) {
      of(entry.mailbox).byTransaction.set(entry.transaction_id, entry.gone)
    }
  }

  const add = (mailbox: Mailbox, event: Omit<KeptEvent, 'change_key'>): KeptEvent => {
    const made = { ...event, change_key: stamp() }
    put(mailbox, made)
    journal.append({ mailbox, event: made })
    send(made, 'invited')
    told(mailbox, 'created', made)
    return made
  }
  const change = (mailbox: Mailbox, event_id: string, wish: Partial<KeptEvent>): KeptEvent => {
    const before = of(mailbox).events.get(event_id)
    if (!before) throw new Failure('permanent', 'event_gone', 'There is no such event', { status: 404 })
    const after = { ...before, ...wish, change_key: stamp() }
    put(mailbox, after)
    journal.append({ mailbox, event: after })
    // An answer is news for the salesperson alone; Outlook mails the attendees about everything else.
    if (!isAnswer(wish)) send(after, 'updated')
    told(mailbox, 'updated', after)
    return after
  }
  const remove = (mailbox: Mailbox, event_id: string): boolean => {
    const calendar = of(mailbox)
    const event = calendar.events.get(event_id)
    if (!event) return false
    calendar.events.delete(event_id)
    if (event.booking_id && calendar.byBooking.get(event.booking_id) === event_id) {
      calendar.byBooking.delete(event.booking_id)
    }
    journal.append({ mailbox, gone: event_id, transaction_id: event.transaction_id })
    send(event, 'canceled')
    told(mailbox, 'deleted', event)
    return true
  }
  return { of, add, change, remove, restore, mails }
}

function isAnswer(wish: Partial<KeptEvent>) {
  return Object.keys(wish).every((field) => field === 'responses')
}

/** True when the event and the window share time. */
export function overlaps(event: { start_ms: number; end_ms: number }, { from_ms, until_ms }: Window) {
  return event.start_ms < until_ms && event.end_ms > from_ms
}

/** What a draft or a change says of an event, in the event's own fields. */
export function contentOf(wish: EventDraft | EventChange): Partial<KeptEvent> {
  const { subject, body_html, location, start_ms, end_ms, time_zone, attendees } = wish
  const responses = attendees?.map(({ email }) => ({ email, response: 'none' as const }))
  const said = { subject, body: body_html, location, start_ms, end_ms, time_zone, responses }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

/** True when the event already says all this; answers of attendees do not count. */
export function saysAlready(event: KeptEvent, wish: Partial<KeptEvent>): boolean {
  const emails = (responses: KeptEvent['responses']) => responses.map(({ email }) => email).join()
  return Object.entries(wish).every(([field, value]) =>
    field === 'responses'
      ? emails(event.responses) === emails(wish.responses ?? [])
      : event[field as keyof KeptEvent] === value,
  )
}
