import { addEvent, changeEvent, removeEvent } from './graphCalendar.ts'
import { askedOf, filtered, page } from './graphQuery.ts'
import { graphError, refuse } from './graphRefusal.ts'
import { daysOf, instantOf, wireEvent } from './graphWire.ts'
import { type GraphWorld, idFor, type SimAttendee, type SimEvent, type SimMailbox } from './graphWorld.ts'
import type { SimReply, SimRequest } from './serve.ts'

/** A request that has passed the gate: who asks, of which mailbox, with which body. */
export interface Admitted {
  world: GraphWorld
  request: SimRequest
  origin: string
  mailbox: SimMailbox
  /** The event's id in the path, where there is one. */
  named: string
  body: WireBody
}

/** As much of a request's body as the simulator reads; its shape is checked before. */
export interface WireBody {
  subject?: string | null
  body?: { contentType?: string; content?: string } | null
  start?: object | null
  end?: object | null
  isAllDay?: boolean
  location?: { displayName?: string } | null
  showAs?: string
  attendees?: { type?: string; emailAddress?: { name?: string; address?: string } }[]
  transactionId?: string | null
  isOnlineMeeting?: boolean
  onlineMeetingProvider?: string
  singleValueExtendedProperties?: { id: string; value: string }[]
}

/** `POST /users/{user}/events`. */
export function createEvent({ world, request, mailbox, body }: Admitted): SimReply {
  const { transactionId, ...content } = body
  const text = JSON.stringify(content)
  const key = `${mailbox.m365_tenant_id}/${mailbox.user}/${transactionId}`
  if (transactionId && world.transactions.has(key)) {
    const event = mailbox.events.get(world.transactions.get(key) ?? '')
    if (event?.transaction?.content === text)
      return { status: 201, body: wireEvent(mailbox, event, askedOf(request)) }
    const status = world.quirks.duplicate_status
    return graphError(
      status,
      'ErrorDuplicateTransactionId',
      'Your request cannot be completed: duplicate transactionId.',
    )
  }
  const fields = fieldsOf(world, mailbox, body)
  const { start_ms, end_ms } = fields
  if (start_ms === undefined || end_ms === undefined || end_ms < start_ms) invalid()
  const event = addEvent(world, mailbox, {
    ...fields,
    start_ms,
    end_ms,
    ...onlineOf(world, body),
    properties: body.singleValueExtendedProperties ?? [],
    transaction: transactionId ? { id: transactionId, content: text } : undefined,
  })
  if (transactionId) world.transactions.set(key, event.id)
  return { status: 201, body: wireEvent(mailbox, event, askedOf(request)) }
}

/** `GET /users/{user}/events`. */
export function listEvents({ world, request, origin, mailbox }: Admitted): SimReply {
  const asked = askedOf(request)
  const events = filtered(world, [...mailbox.events.values()], request.url.searchParams.get('$filter'))
  return page(
    world,
    request,
    origin,
    events.map((event) => wireEvent(mailbox, event, asked)),
  )
}

/** `GET /users/{user}/events/{event}`. */
export function getEvent(admitted: Admitted): SimReply {
  return { status: 200, body: wireEvent(admitted.mailbox, eventOf(admitted), askedOf(admitted.request)) }
}

/** `PATCH /users/{user}/events/{event}`. */
export function patchEvent(admitted: Admitted): SimReply {
  const { world, request, mailbox, body } = admitted
  const event = eventOf(admitted)
  const asked = askedOf(request)
  if (world.quirks.conflicts > 0) {
    world.quirks.conflicts -= 1
    event.version += 1
    return conflict()
  }
  const { '@odata.etag': etag } = wireEvent(mailbox, event, asked)
  if (request.headers['if-match'] && request.headers['if-match'] !== etag) return conflict()
  if (body.transactionId !== undefined || event.copy_of) invalid()
  const change = fieldsOf(world, mailbox, body)
  if (event.dates && body.isAllDay !== false && !isMidnight(body.start)) invalid()
  if ((change.end_ms ?? event.end_ms) < (change.start_ms ?? event.start_ms)) invalid()
  // A new body throws out the online meeting that lived in the old one.
  if (change.body && event.join_url) change.join_url = undefined
  const onlyAttendees = Object.keys(change).every((field) => field === 'attendees')
  changeEvent(world, mailbox, event, change, onlyAttendees ? [] : undefined)
  return { status: 200, body: wireEvent(mailbox, event, asked) }
}

/** `POST /users/{user}/events/{event}/cancel`. */
export function cancelEvent(admitted: Admitted): SimReply {
  const event = eventOf(admitted)
  const notMeeting = event.copy_of || event.attendees.length === 0
  if (notMeeting) refuse(400, 'ErrorInvalidRequest', 'You need to be an organizer to cancel a meeting.')
  removeEvent(admitted.world, admitted.mailbox, event)
  return { status: 202 }
}

/** `DELETE /users/{user}/events/{event}`. */
export function deleteEvent(admitted: Admitted): SimReply {
  removeEvent(admitted.world, admitted.mailbox, eventOf(admitted))
  return { status: 204 }
}

function eventOf({ request, mailbox, named }: Admitted): SimEvent {
  const { immutable } = askedOf(request)
  const event = [...mailbox.events.values()].find(({ id }) => idFor(id, immutable) === named)
  return event ?? refuse(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
}

function fieldsOf(world: GraphWorld, mailbox: SimMailbox, wire: WireBody): Partial<SimEvent> {
  const fields: Partial<SimEvent> = {}
  if (wire.subject !== undefined) fields.subject = wire.subject ?? ''
  if (wire.body) fields.body = { contentType: 'html', content: wire.body.content ?? '' }
  if (wire.location !== undefined) fields.location = wire.location?.displayName ?? ''
  if (wire.showAs !== undefined) fields.show_as = wire.showAs
  if (wire.start) fields.start_ms = instantOf(world, wire.start)
  if (wire.end) fields.end_ms = instantOf(world, wire.end)
  if (wire.attendees) fields.attendees = wire.attendees.map(attendeeOf)
  if (wire.isAllDay && fields.start_ms !== undefined && fields.end_ms !== undefined) {
    const [start, end] = [fields.start_ms, fields.end_ms].map((ms) => new Date(ms).toISOString().slice(0, 10))
    fields.dates = { start: start!, end: end! }
    Object.assign(fields, daysOf(world, mailbox, fields.dates))
  }
  if (wire.isAllDay === false) fields.dates = undefined
  return fields
}

function isMidnight(time: object | null | undefined): boolean {
  return !time || ('dateTime' in time && String(time.dateTime).includes('T00:00:00'))
}

function attendeeOf({ type, emailAddress }: NonNullable<WireBody['attendees']>[number]): SimAttendee {
  const address = emailAddress?.address ?? ''
  if (!address.includes('@')) refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.')
  return { name: emailAddress?.name ?? '', address, type: type ?? 'required', response: 'none' }
}

function onlineOf({ quirks }: GraphWorld, wire: WireBody): Partial<SimEvent> {
  if (!wire.isOnlineMeeting || quirks.no_teams) return {}
  const join_url = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${crypto.randomUUID()}%40thread.v2/0`
  return { join_url, link_hidden_for: quirks.late_link ? 1 : 0 }
}

function conflict() {
  const message =
    'The send or update operation could not be performed because the change key passed does not match.'
  return graphError(412, 'ErrorIrresolvableConflict', message)
}

function invalid(): never {
  refuse(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.')
}
