import { z } from 'zod'
import { isConflict, isGone } from '../graph/refusal.ts'
import type { Graph } from '../graph/request.ts'
import { Failure } from '../lib/failure.ts'
import type { Zones } from '../scheduling/zone.ts'
import { differencesOf, type Patch, patchOf, postOf } from './content.ts'
import { BOOKING_PROPERTY } from './mark.ts'
import type { EventDraft, Mailbox, Outlook } from './outlook.ts'
import { everyItem, pathOf, pathWith } from './pages.ts'
import { spanOf } from './span.ts'
import { EVENT_FIELDS, eventOf, timeOf, WireEvent } from './wire.ts'

type Calls = Pick<Outlook, 'create' | 'find' | 'findByBooking' | 'listMarked' | 'change' | 'cancel'>

const UTC = 'outlook.timezone="UTC"'
/** How often a conflict that Exchange itself caused is read and decided again. */
const MOST_CONFLICTS = 2
const EXPANDED = `singleValueExtendedProperties($filter=id eq '${BOOKING_PROPERTY}')`

/** Events at Graph. */
export function realEvents(graph: Graph, zones: Zones): Calls {
  const told = (mailbox: Mailbox, event: WireEvent) => eventOf(event, spanOf(zones, mailbox, event))
  return {
    async create(mailbox, draft) {
      const made = await madeOnce(graph, mailbox, draft)
      // Teams makes its link a moment later; one more look often finds it.
      const late = draft.teams && made.isOnlineMeeting && !made.onlineMeeting?.joinUrl
      const event = late ? ((await read(graph, mailbox, made.id)) ?? made) : made
      return { ...told(mailbox, event), booking_id: draft.booking_id }
    },
    async find(mailbox, event_id) {
      const event = await read(graph, mailbox, event_id)
      return event && told(mailbox, event)
    },
    async findByBooking(mailbox, booking_id) {
      const event = await readByBooking(graph, mailbox, booking_id)
      return event && told(mailbox, event)
    },
    async listMarked(mailbox, window) {
      const overlapping = `start/dateTime lt '${timeOf(window.until_ms).dateTime}' and end/dateTime gt '${timeOf(window.from_ms).dateTime}'`
      return (await marked(graph, mailbox, 'ne null', overlapping)).map((event) => told(mailbox, event))
    },
    async change(mailbox, event_id, change) {
      return told(mailbox, await changed(graph, mailbox, event_id, patchOf(change)))
    },
    async cancel(mailbox, event_id, comment) {
      await canceled(graph, mailbox, event_id, comment)
    },
  }
}

async function madeOnce(graph: Graph, mailbox: Mailbox, draft: EventDraft): Promise<WireEvent> {
  const made = await posted(graph, mailbox, draft)
  if (made) {
    // It may be what an attempt without answer has made, and be moved by the salesperson since.
    const { start, end, isAllDay } = differencesOf(made, draft)
    return start ? patched(graph, mailbox, made.id, { start, end, isAllDay }) : made
  }
  const earlier = await readByBooking(graph, mailbox, draft.booking_id)
  if (!earlier) throw new Failure('permanent', 'transaction_spent', 'The event of this transaction is gone')
  const differences = differencesOf(earlier, draft)
  return Object.keys(differences).length === 0 ? earlier : patched(graph, mailbox, earlier.id, differences)
}

/** The event as Graph answers it, or `undefined` where the transaction was spent on other content. */
async function posted(graph: Graph, mailbox: Mailbox, draft: EventDraft): Promise<WireEvent | undefined> {
  try {
    return await graph.call({
      ...callOf('events.create', mailbox),
      method: 'POST',
      path: pathOf(mailbox.user, 'events'),
      body: postOf(draft),
      reply: WireEvent,
    })
  } catch (error) {
    if (isDuplicate(error)) return undefined
    throw error
  }
}

function isDuplicate(error: unknown) {
  return error instanceof Failure && error.code.toLowerCase() === 'errorduplicatetransactionid'
}

async function read(graph: Graph, mailbox: Mailbox, event_id: string): Promise<WireEvent | undefined> {
  try {
    return await graph.call({
      ...callOf('events.get', mailbox),
      method: 'GET',
      path: pathWith(pathOf(mailbox.user, 'events', event_id), { $select: EVENT_FIELDS, $expand: EXPANDED }),
      reply: WireEvent,
    })
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

async function readByBooking(graph: Graph, mailbox: Mailbox, booking_id: string) {
  const found = await marked(graph, mailbox, `eq '${booking_id.replaceAll("'", "''")}'`)
  return found.find((event) => !event.isCancelled && event.isOrganizer !== false)
}

function marked(graph: Graph, mailbox: Mailbox, value: string, also?: string) {
  const bears = `singleValueExtendedProperties/Any(ep: ep/id eq '${BOOKING_PROPERTY}' and ep/value ${value})`
  const path = pathWith(pathOf(mailbox.user, 'events'), {
    $filter: also ? `${also} and ${bears}` : bears,
    $expand: EXPANDED,
    $select: EVENT_FIELDS,
    $top: '100',
  })
  return everyItem(graph, { ...callOf('events.list', mailbox), path }, WireEvent)
}

async function changed(graph: Graph, mailbox: Mailbox, event_id: string, { body, ...rest }: Patch) {
  if (!body) return patched(graph, mailbox, event_id, rest)
  const before = await read(graph, mailbox, event_id)
  if (!before) throw gone()
  // The meeting of a Teams event lives in its body.
  if (!before.isOnlineMeeting) return patched(graph, mailbox, event_id, { body, ...rest })
  const nothing = Object.values(rest).every((value) => value === undefined)
  return nothing ? before : patched(graph, mailbox, event_id, rest)
}

async function patched(graph: Graph, mailbox: Mailbox, event_id: string, patch: Patch): Promise<WireEvent> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await graph.call({
        ...callOf('events.change', mailbox),
        method: 'PATCH',
        path: pathOf(mailbox.user, 'events', event_id),
        body: patch,
        reply: WireEvent,
      })
    } catch (error) {
      if (isGone(error)) throw gone()
      if (!isConflict(error) || conflicts === MOST_CONFLICTS) throw error
      if (!(await read(graph, mailbox, event_id))) throw gone()
    }
  }
}

function gone() {
  return new Failure('permanent', 'event_gone', 'There is no such event', { status: 404 })
}

async function canceled(graph: Graph, mailbox: Mailbox, event_id: string, comment: string) {
  const path = pathOf(mailbox.user, 'events', event_id)
  try {
    await graph.call({
      ...callOf('events.cancel', mailbox),
      method: 'POST',
      path: `${path}/cancel`,
      body: { comment },
      reply: z.unknown(),
    })
  } catch (error) {
    if (isGone(error)) return
    // An item without attendees is no meeting that could be canceled; deleting says the same to those there are.
    if (!(error instanceof Failure && error.detail.status === 400)) throw error
    await graph
      .call({ ...callOf('events.delete', mailbox), method: 'DELETE', path, reply: z.unknown() })
      .catch((failure) => {
        if (!isGone(failure)) throw failure
      })
  }
}

function callOf(name: string, { m365_tenant_id, user }: Mailbox) {
  return { name, m365_tenant_id, user, prefer: [UTC] }
}
