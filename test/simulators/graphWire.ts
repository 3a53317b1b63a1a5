import { startOfDate } from '../../src/scheduling/local.ts'
import { refuse } from './graphRefusal.ts'
import { type GraphWorld, idFor, type SimEvent, type SimMailbox } from './graphWorld.ts'

/** What a request asks of a reply. */
export interface Asked {
  immutable: boolean
  select?: string[]
  /** Ids of the extended properties to show. */
  properties: string[]
}

/** A time as Graph writes it: seven digits and no offset. */
export function wireTime(at_ms: number) {
  return { dateTime: `${new Date(at_ms).toISOString().slice(0, -1)}0000`, timeZone: 'UTC' }
}

/** The instant a `dateTimeTimeZone` names; refuses a zone Exchange does not know. */
export function instantOf(world: GraphWorld, time: unknown): number {
  const { dateTime = '', timeZone = 'UTC' } = (time ?? {}) as { dateTime?: string; timeZone?: string }
  const wall_ms = Date.parse(/Z$|[+-]\d\d:\d\d$/.test(dateTime) ? dateTime : `${dateTime}Z`)
  if (Number.isNaN(wall_ms))
    refuse(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.')
  if (timeZone === 'UTC') return wall_ms
  if (!world.zones.has(timeZone)) {
    refuse(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.')
  }
  return wall_ms - world.zones.offset_ms(timeZone, wall_ms - world.zones.offset_ms(timeZone, wall_ms))
}

/** The instants of an all-day event: its dates are those of the mailbox's own zone. */
export function daysOf(world: GraphWorld, { time_zone }: SimMailbox, dates: { start: string; end: string }) {
  return {
    start_ms: startOfDate(world.zones, time_zone, dates.start),
    end_ms: startOfDate(world.zones, time_zone, dates.end),
  }
}

/** An event as Graph replies it. */
export function wireEvent(mailbox: SimMailbox, event: SimEvent, { immutable, select, properties }: Asked) {
  const key = Buffer.from(`${event.id.slice(-8)}.${event.version}`).toString('base64')
  const whole: Record<string, unknown> = {
    createdDateTime: new Date(event.created_ms).toISOString(),
    changeKey: key,
    categories: [],
    transactionId: event.transaction?.id ?? null,
    originalStartTimeZone: 'UTC',
    originalEndTimeZone: 'UTC',
    iCalUId: `0400000082${event.copy_of?.id ?? event.id}`,
    subject: event.subject,
    bodyPreview: event.body.content.replace(/<[^>]*>/g, '').slice(0, 255),
    importance: 'normal',
    sensitivity: 'normal',
    isAllDay: event.dates !== undefined,
    isCancelled: event.is_cancelled,
    isOrganizer: event.copy_of === undefined,
    responseRequested: true,
    seriesMasterId: null,
    showAs: event.show_as,
    type: event.repeat ? 'seriesMaster' : 'singleInstance',
    body: { contentType: event.body.contentType, content: `<html><body>${event.body.content}</body></html>` },
    // An all-day event floats: its dates are told as midnights whatever zone was asked for.
    start: wireTime(event.dates ? Date.parse(event.dates.start) : event.start_ms),
    end: wireTime(event.dates ? Date.parse(event.dates.end) : event.end_ms),
    location: { displayName: event.location, locationType: 'default' },
    attendees: event.attendees.map(({ name, address, type, response }) => ({
      type,
      status: { response, time: '0001-01-01T00:00:00Z' },
      emailAddress: { name, address },
    })),
    organizer: {
      emailAddress: { name: 'Salesperson', address: event.copy_of?.mailbox.user ?? mailbox.user },
    },
    isOnlineMeeting: event.join_url !== undefined,
    onlineMeetingProvider: event.join_url ? 'teamsForBusiness' : 'unknown',
    onlineMeeting: event.join_url ? { joinUrl: shownLink(event) } : null,
  }
  const shown = properties.length > 0 ? event.properties.filter(({ id }) => properties.includes(id)) : []
  return {
    '@odata.etag': `W/"${key}"`,
    id: idFor(event.id, immutable),
    ...(select ? Object.fromEntries(select.map((field) => [field, whole[field]])) : whole),
    ...(shown.length > 0 ? { singleValueExtendedProperties: shown } : {}),
  }
}

function shownLink(event: SimEvent) {
  if (event.link_hidden_for <= 0) return event.join_url
  event.link_hidden_for -= 1
  return null
}
