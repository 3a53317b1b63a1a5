import type { Admitted } from './graphEvents.ts'
import { askedOf, page } from './graphQuery.ts'
import { refuse } from './graphRefusal.ts'
import { instantOf, wireEvent, wireTime } from './graphWire.ts'
import { type GraphWorld, mailboxOf, type SimEvent, type SimMailbox } from './graphWorld.ts'
import type { SimReply } from './serve.ts'

const DAY_MS = 86_400_000

/** `GET /users/{user}/calendarView`: series expanded, overlap counts, extended properties never shown. */
export function calendarView({ world, request, origin, mailbox }: Admitted): SimReply {
  const query = new Map([...request.url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  if (query.has('$filter')) refuse(500, 'ErrorInternalServerError', 'An internal server error occurred.')
  const from_ms = Date.parse(query.get('startdatetime') ?? '')
  const until_ms = Date.parse(query.get('enddatetime') ?? '')
  if (!(from_ms < until_ms)) refuse(400, 'ErrorInvalidParameter', 'This request requires a time window.')
  const asked = { ...askedOf(request), properties: [] }
  const events = occurrences(mailbox)
    .filter((event) => event.start_ms < until_ms && event.end_ms > from_ms)
    .sort((a, b) => a.start_ms - b.start_ms)
  return page(
    world,
    request,
    origin,
    events.map((event) => wireEvent(mailbox, event, asked)),
  )
}

function occurrences(mailbox: SimMailbox): SimEvent[] {
  return [...mailbox.events.values()].flatMap((event) => {
    const { every_days, count } = event.repeat ?? { every_days: 0, count: 1 }
    return Array.from({ length: count }, (_, i) => {
      const later_ms = i * every_days * DAY_MS
      const { start_ms, end_ms, id, repeat: _repeat, ...rest } = event
      return {
        ...rest,
        id: i === 0 ? id : `${id}.${i}`,
        start_ms: start_ms + later_ms,
        end_ms: end_ms + later_ms,
      }
    })
  })
}

interface ScheduleBody {
  schedules?: string[]
  startTime?: object
  endTime?: object
}

/** `POST /users/{user}/calendar/getSchedule`: at most 20 mailboxes and 42 days; an error of one stays its own. */
export function getSchedule({ world, mailbox, request }: Admitted): SimReply {
  const { schedules = [], startTime, endTime }: ScheduleBody = JSON.parse(request.body.toString('utf8'))
  const from_ms = instantOf(world, startTime)
  const until_ms = instantOf(world, endTime)
  if (schedules.length > 20) refuse(400, 'ErrorInvalidParameter', 'Too many mailboxes.')
  if (until_ms - from_ms >= 42 * DAY_MS)
    refuse(400, 'ErrorTimeIntervalTooBig', 'The requested time duration is too long.')
  const value = schedules.map((user) => scheduleOf(world, mailbox.m365_tenant_id, user, from_ms, until_ms))
  return { status: 200, body: { value } }
}

function scheduleOf(world: GraphWorld, tenant: string, user: string, from_ms: number, until_ms: number) {
  if (!user.includes('@')) return { scheduleId: user, error: notFound, scheduleItems: [] }
  const mailbox = mailboxOf(world, tenant, user)
  if (mailbox.trouble) {
    return { scheduleId: user, error: mailbox.trouble === 'denied' ? noAccess : notFound, scheduleItems: [] }
  }
  const scheduleItems = occurrences(mailbox)
    .filter((event) => !event.is_cancelled && event.start_ms < until_ms && event.end_ms > from_ms)
    .map((event) => ({
      isPrivate: false,
      status: event.show_as,
      subject: event.subject,
      location: event.location,
      start: wireTime(event.start_ms),
      end: wireTime(event.end_ms),
    }))
  return { scheduleId: user, availabilityView: '', scheduleItems }
}

const notFound = {
  message: 'The recipient was not found in the directory.',
  responseCode: 'ErrorMailRecipientNotFound',
}
const noAccess = { message: 'No access to free/busy.', responseCode: 'ErrorNoFreeBusyAccess' }
