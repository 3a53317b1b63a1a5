import type { KeptEvent } from './mockKept.ts'
import type { Calendars } from './mockStore.ts'
import type { Mailbox, OutlookEvent } from './outlook.ts'

/** What a salesperson or an attendee does by hand in a pretend Outlook; plain data, for `/dev` and for tests. */
export interface Playground {
  /** The events that were made here, by start; not the pretend meetings that merely block. */
  events(mailbox: Mailbox): OutlookEvent[]
  /** Puts an event of the salesperson's own into the calendar. */
  add(mailbox: Mailbox, event: OwnEvent): OutlookEvent
  /** Moves an event, or answers `undefined` when there is none. */
  move(
    mailbox: Mailbox,
    event_id: string,
    time: { start_ms: number; end_ms: number },
  ): OutlookEvent | undefined
  /** Deletes an event; false when there is none. */
  remove(mailbox: Mailbox, event_id: string): boolean
  /** Declines as the attendee with this address, or answers `undefined` when there is no such event. */
  decline(mailbox: Mailbox, event_id: string, email: string): OutlookEvent | undefined
  /** Writes any field, for what else may happen in Outlook: a new subject, `is_canceled`, `show_as`. */
  edit(mailbox: Mailbox, event_id: string, change: Partial<OutlookEvent>): OutlookEvent | undefined
}

export interface OwnEvent {
  subject: string
  start_ms: number
  end_ms: number
  show_as?: OutlookEvent['show_as']
}

/** The playground over these calendars. */
export function playground(store: Calendars): Playground {
  let made = 0
  const edit = (mailbox: Mailbox, event_id: string, change: Partial<KeptEvent>) =>
    store.of(mailbox).events.has(event_id) ? store.change(mailbox, event_id, change) : undefined

  return {
    events: (mailbox) => [...store.of(mailbox).events.values()].sort((a, b) => a.start_ms - b.start_ms),
    add(mailbox, { subject, start_ms, end_ms, show_as = 'busy' }) {
      // The journal may hold events of an earlier run.
      do made += 1
      while (store.of(mailbox).events.has(`own-${made}`))
      const event_id = `own-${made}`
      return store.add(mailbox, { ...blank, event_id, subject, start_ms, end_ms, show_as })
    },
    move: (mailbox, event_id, { start_ms, end_ms }) => edit(mailbox, event_id, { start_ms, end_ms }),
    remove: (mailbox, event_id) => store.remove(mailbox, event_id),
    decline(mailbox, event_id, email) {
      const event = store.of(mailbox).events.get(event_id)
      const responses = event?.responses.map((one) =>
        one.email.toLowerCase() === email.toLowerCase() ? { ...one, response: 'declined' as const } : one,
      )
      return edit(mailbox, event_id, { responses })
    },
    edit,
  }
}

const blank = {
  body: '',
  location: '',
  time_zone: 'UTC',
  is_canceled: false,
  is_organizer: true,
  is_online: false,
  responses: [],
} satisfies Partial<KeptEvent>
