/**
 * A salesperson's calendar, whoever keeps it. `real.ts` speaks to Microsoft Graph, `mock.ts` keeps one in memory;
 * one conformance suite holds both to these promises. Every call may throw a `Failure` (lib/failure.ts).
 */
export interface Outlook {
  /** Time that Outlook says is taken in [from, until): not canceled, not shown as free. Live, all pages. */
  busy(mailbox: Mailbox, window: Window): Promise<BusyWindow[]>
  /**
   * The same for several mailboxes of one tenant at once, by `user` as given; a mailbox that cannot be read
   * answers its `Failure`.
   */
  busyOfMany(mailboxes: Mailbox[], window: Window): Promise<Map<string, BusyWindow[] | Error>>
  /**
   * Makes the event; Outlook itself invites the attendees. Safe to repeat: the same `transaction_id`
   * never makes a second event, and the event it made is brought to this content instead (its body stays: a new
   * one would mail every attendee, and Outlook rewrites what it keeps). Once that event is gone the id is spent:
   * `permanent` `transaction_spent`, and the caller takes a new one. Who cannot know whether an earlier attempt used
   * another `transaction_id` asks `findByBooking` first. The booking id is added to the body where it is missing.
   */
  create(mailbox: Mailbox, event: EventDraft): Promise<OutlookEvent>
  /** The event by its id, or `undefined` when it is gone. */
  find(mailbox: Mailbox, event_id: string): Promise<OutlookEvent | undefined>
  /** The living event that bears this booking id in its extended property, or `undefined`. */
  findByBooking(mailbox: Mailbox, booking_id: string): Promise<OutlookEvent | undefined>
  /** Every event that bears a booking's mark and overlaps the window; for the sweep of orphans. */
  listMarked(mailbox: Mailbox, window: Window): Promise<OutlookEvent[]>
  /**
   * Sends only the fields given; start and end go together, and the body of a Teams event stays, for it holds the
   * meeting. Throws `permanent` `event_gone` when there is no such event.
   */
  change(mailbox: Mailbox, event_id: string, change: EventChange): Promise<OutlookEvent>
  /** Cancels the event and tells its attendees. An event that is gone is success. */
  cancel(mailbox: Mailbox, event_id: string, comment: string): Promise<void>
  /**
   * Asks for notifications of this mailbox's events; the provider shakes hands with the URLs meanwhile. Granted are
   * 45 minutes to seven days, whatever was wished.
   */
  subscribe(mailbox: Mailbox, wish: SubscriptionWish): Promise<Subscription>
  /** All subscriptions of this application in the tenant. */
  listSubscriptions(m365_tenant_id: string): Promise<Subscription[]>
  /** Prolongs; answers what was granted, or `undefined` when the subscription is gone. */
  renew(
    m365_tenant_id: string,
    subscription_id: string,
    expiration_ms: number,
  ): Promise<Subscription | undefined>
  /** Ends a subscription. One that is gone is success. */
  unsubscribe(m365_tenant_id: string, subscription_id: string): Promise<void>
}

/** Where a salesperson's events live. `user` is the Graph user id or principal name. */
export interface Mailbox {
  m365_tenant_id: string
  user: string
  /** IANA zone of the salesperson: all-day events are floating dates and block that zone's days (UTC without it). */
  time_zone?: string
}

/** Half open: [from_ms, until_ms), epoch milliseconds. */
export interface Window {
  from_ms: number
  until_ms: number
}

/** Taken time; `event_id` and `booking_id` say whose, where the provider tells. */
export interface BusyWindow extends Window {
  event_id?: string
  booking_id?: string
}

export interface Attendee {
  name: string
  email: string
}

export interface EventDraft {
  booking_id: string
  /** At most one event per transaction id, ever; derived from booking and revision. */
  transaction_id: string
  subject: string
  body_html: string
  location: string
  start_ms: number
  end_ms: number
  /** IANA zone of the salesperson. Instants go out in UTC all the same, which no stale zone rule can bend. */
  time_zone: string
  attendees: Attendee[]
  /** True asks Outlook for a Teams meeting of its own. */
  teams: boolean
}

export type EventChange = Partial<
  Pick<EventDraft, 'subject' | 'body_html' | 'location' | 'start_ms' | 'end_ms' | 'time_zone' | 'attendees'>
>

export interface OutlookEvent {
  event_id: string
  /** Changes with every write; equal keys mean nothing happened since. */
  change_key: string
  /** From the extended property, else from the mark in body or subject; never of somebody else's meeting. */
  booking_id?: string
  /** False for the copy of a meeting to which this mailbox is only invited. */
  is_organizer: boolean
  subject: string
  /** Plain text or HTML as Outlook keeps it; the booking id may be found in it. */
  body: string
  start_ms: number
  end_ms: number
  is_canceled: boolean
  show_as: 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere' | 'unknown'
  /** What each attendee answered. */
  responses: { email: string; response: 'none' | 'accepted' | 'tentative' | 'declined' }[]
  /** The Teams join link once Outlook has made one. */
  teams_join_url?: string
  /** True when Outlook made this event an online meeting. */
  is_online: boolean
  /** True when it is a series, whose first meeting lasts from `start_ms` to `end_ms`. */
  is_series?: boolean
}

export interface SubscriptionWish {
  notification_url: string
  lifecycle_url: string
  client_state: string
  expiration_ms: number
}

export interface Subscription {
  subscription_id: string
  resource: string
  notification_url: string
  expiration_ms: number
}
