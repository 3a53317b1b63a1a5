import { z } from 'zod'
import { BOOKING_PROPERTY, bookingIn } from './mark.ts'
import type { OutlookEvent, Subscription, Window } from './outlook.ts'

/** A time of Graph, asked for in UTC: `2026-11-30T09:00:00.0000000` without an offset. */
export const WireTime = z.object({ dateTime: z.string(), timeZone: z.literal('UTC') })

const WireAttendee = z.object({
  emailAddress: z.object({ address: z.string().nullish(), name: z.string().nullish() }).nullish(),
  status: z.object({ response: z.string().nullish() }).nullish(),
})

const SHOW_AS = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'] as const

/** How the time is shown; a word of tomorrow is read as `unknown`, which blocks. */
export const WireShowAs = z.enum(SHOW_AS).catch('unknown')

/** An event as Graph replies it, of which Holdfast reads these fields. */
export const WireEvent = z.object({
  id: z.string(),
  changeKey: z.string().nullish(),
  transactionId: z.string().nullish(),
  subject: z.string().nullish(),
  body: z.object({ content: z.string().nullish() }).nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  start: WireTime,
  end: WireTime,
  isAllDay: z.boolean().nullish(),
  type: z.string().nullish(),
  isCancelled: z.boolean().nullish(),
  isOrganizer: z.boolean().nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  showAs: WireShowAs,
  attendees: z.array(WireAttendee).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string().nullish() })).nullish(),
})
export type WireEvent = z.infer<typeof WireEvent>

/** The fields of `WireEvent`, for `$select`. */
export const EVENT_FIELDS = Object.keys(WireEvent.shape)
  .filter((field) => field !== 'singleValueExtendedProperties')
  .join(',')

/** One page of a list. */
export function pageOf<Item>(item: z.ZodType<Item>) {
  return z.object({ value: z.array(item), '@odata.nextLink': z.string().nullish() })
}

/** Graph's time as epoch milliseconds. */
export function msOf(time: z.infer<typeof WireTime>): number {
  return Date.parse(`${time.dateTime}Z`)
}

/** An instant as Graph takes it. */
export function timeOf(at_ms: number): z.infer<typeof WireTime> {
  return { dateTime: new Date(at_ms).toISOString().slice(0, -1), timeZone: 'UTC' }
}

/** The event in the words of the interface; how long it lasts depends on its mailbox. */
export function eventOf(wire: WireEvent, { from_ms, until_ms }: Window): OutlookEvent {
  const body = wire.body?.content ?? ''
  const is_organizer = wire.isOrganizer ?? true
  return {
    event_id: wire.id,
    change_key: wire.changeKey ?? '',
    booking_id: is_organizer ? bookingOf(wire, body) : undefined,
    is_organizer,
    subject: wire.subject ?? '',
    body,
    start_ms: from_ms,
    end_ms: until_ms,
    is_canceled: wire.isCancelled ?? false,
    show_as: wire.showAs,
    responses: (wire.attendees ?? []).map((attendee) => ({
      email: attendee.emailAddress?.address ?? '',
      response: RESPONSES[attendee.status?.response ?? ''] ?? 'none',
    })),
    teams_join_url: wire.onlineMeeting?.joinUrl ?? undefined,
    is_online: wire.isOnlineMeeting ?? false,
    is_series: wire.type === 'seriesMaster',
  }
}

function bookingOf(wire: WireEvent, body: string): string | undefined {
  // The name in a property's id compares with case, its GUID without.
  const property = wire.singleValueExtendedProperties?.find(
    ({ id }) => id.toLowerCase() === BOOKING_PROPERTY.toLowerCase(),
  )
  return property?.value ?? bookingIn(body) ?? bookingIn(wire.subject ?? '')
}

const RESPONSES: Record<string, OutlookEvent['responses'][number]['response']> = {
  accepted: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
}

/** A subscription as Graph replies it. */
export const WireSubscription = z.object({
  id: z.string(),
  resource: z.string(),
  notificationUrl: z.string().nullish(),
  expirationDateTime: z.string(),
})

/** The subscription in the words of the interface. */
export function subscriptionOf(wire: z.infer<typeof WireSubscription>): Subscription {
  return {
    subscription_id: wire.id,
    resource: wire.resource,
    notification_url: wire.notificationUrl ?? '',
    expiration_ms: Date.parse(wire.expirationDateTime),
  }
}
