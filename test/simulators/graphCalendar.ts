import { type GraphWorld, newEventId, type SimEvent, type SimMail, type SimMailbox } from './graphWorld.ts'

/** What a new event is made of; the rest has Outlook's defaults. */
export type NewEvent = Pick<SimEvent, 'start_ms' | 'end_ms'> & Partial<SimEvent>

/** Puts an event into its organiser's calendar: mails the attendees, gives those known here their copies. */
export function addEvent(world: GraphWorld, mailbox: SimMailbox, made: NewEvent): SimEvent {
  const event: SimEvent = {
    id: newEventId(),
    version: 1,
    subject: '',
    body: { contentType: 'html', content: '' },
    location: '',
    show_as: 'busy',
    attendees: [],
    properties: [],
    is_cancelled: false,
    link_hidden_for: 0,
    created_ms: world.clock.now_ms(),
    ...made,
  }
  mailbox.events.set(event.id, event)
  for (const { value } of event.properties) world.created.set(value, (world.created.get(value) ?? 0) + 1)
  for (const { address } of event.attendees) invite(world, mailbox, event, address)
  world.told(mailbox, 'created', event)
  return event
}

/** Writes fields of an organiser's event; whom it mails is `mailed`, by default every attendee. */
export function changeEvent(
  world: GraphWorld,
  mailbox: SimMailbox,
  event: SimEvent,
  change: Partial<SimEvent>,
  mailed: string[] = (change.attendees ?? event.attendees).map(({ address }) => address),
): SimEvent {
  const before = event.attendees
  Object.assign(event, change, { version: event.version + 1 })
  const invited = event.attendees.filter((one) => !before.some(({ address }) => same(address, one.address)))
  const gone = before.filter((one) => !event.attendees.some(({ address }) => same(address, one.address)))
  for (const { address } of invited) invite(world, mailbox, event, address)
  for (const { address } of gone) uninvite(world, mailbox, event, address)
  for (const address of mailed) {
    if (!invited.some((one) => same(one.address, address))) post(world, mailbox, event, 'update', address)
  }
  for (const copy of copiesOf(world, mailbox, event)) {
    Object.assign(copy.event, shared(event), { version: copy.event.version + 1 })
    world.told(copy.mailbox, 'updated', copy.event)
  }
  world.told(mailbox, 'updated', event)
  return event
}

/** Takes an event out of a calendar: an organiser's is canceled for all, a copy is merely thrown away. */
export function removeEvent(world: GraphWorld, mailbox: SimMailbox, event: SimEvent): void {
  mailbox.events.delete(event.id)
  if (!event.copy_of) for (const { address } of event.attendees) uninvite(world, mailbox, event, address)
  world.told(mailbox, 'deleted', event)
}

/** Writes down what an attendee answered; nobody is mailed but the organiser. */
export function respond(
  world: GraphWorld,
  mailbox: SimMailbox,
  event: SimEvent,
  email: string,
  response: SimEvent['attendees'][number]['response'],
): void {
  const attendees = event.attendees.map((one) => (same(one.address, email) ? { ...one, response } : one))
  changeEvent(world, mailbox, event, { attendees }, [])
}

function invite(world: GraphWorld, mailbox: SimMailbox, event: SimEvent, address: string) {
  post(world, mailbox, event, 'invitation', address)
  const other = colleague(world, mailbox, address)
  if (!other) return
  const copy: SimEvent = {
    ...event,
    ...shared(event),
    id: newEventId(),
    version: 1,
    copy_of: { mailbox, id: event.id },
    transaction: undefined,
    // Extended properties and the online meeting stay with the organiser.
    properties: [],
    show_as: 'tentative',
  }
  other.events.set(copy.id, copy)
  world.told(other, 'created', copy)
}

function uninvite(world: GraphWorld, mailbox: SimMailbox, event: SimEvent, address: string) {
  post(world, mailbox, event, 'cancellation', address)
  for (const copy of copiesOf(world, mailbox, event)) {
    if (!same(copy.mailbox.user, address)) continue
    Object.assign(copy.event, { is_cancelled: true, show_as: 'free', version: copy.event.version + 1 })
    world.told(copy.mailbox, 'updated', copy.event)
  }
}

function post(world: GraphWorld, mailbox: SimMailbox, event: SimEvent, kind: SimMail['kind'], to: string) {
  world.mails.push({ m365_tenant_id: mailbox.m365_tenant_id, event_id: event.id, kind, to })
}

function colleague(world: GraphWorld, mailbox: SimMailbox, address: string) {
  return world.mailboxes.get(`${mailbox.m365_tenant_id}/${address.toLowerCase()}`)
}

function copiesOf(world: GraphWorld, mailbox: SimMailbox, event: SimEvent) {
  return event.attendees.flatMap(({ address }) => {
    const other = colleague(world, mailbox, address)
    const copies = [...(other?.events.values() ?? [])].filter((one) => one.copy_of?.id === event.id)
    return copies.map((copy) => ({ mailbox: other!, event: copy }))
  })
}

function shared({ subject, body, location, start_ms, end_ms, dates, attendees, join_url }: SimEvent) {
  return { subject, body, location, start_ms, end_ms, dates, attendees, join_url }
}

function same(a: string, b: string) {
  return a.toLowerCase() === b.toLowerCase()
}
