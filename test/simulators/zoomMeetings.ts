import { randomBytes } from 'node:crypto'
import type { SimReply, SimRequest } from './serve.ts'
import { misfits, type Shape } from './shape.ts'
import shapes from './zoom.shapes.json'
import { perDay } from './zoomLimits.ts'
import {
  apiError,
  markOf,
  type SimAccount,
  type SimMeeting,
  userOf,
  type ZoomWorld,
  zoomTime,
} from './zoomWorld.ts'

/** Shapes cut from Zoom's OpenAPI document, by the name of the message. */
export const SHAPES: Record<string, Shape> = shapes

/** The fields of a meeting that requests name and this simulator keeps. */
interface MeetingBody {
  type?: number
  topic?: string
  agenda?: string
  start_time?: string
  duration?: number
  timezone?: string
  settings?: Record<string, unknown>
}

/** `POST /users/{userId}/meetings` */
export function createMeeting(
  world: ZoomWorld,
  account: SimAccount,
  user: string,
  request: SimRequest,
): SimReply {
  const host = userOf(account, user)
  if (!host) return apiError(404, 1001, `User does not exist: ${user}.`)
  const limit = perDay(world, host.id)
  if (limit) return limit
  const read = readBody(world, request, 'create request')
  if ('refusal' in read) return read.refusal
  const { body, start_ms } = read
  if (start_ms === undefined) return invalid(['start_time'])
  const meeting: SimMeeting = {
    id: world.next_id,
    uuid: randomBytes(16).toString('base64'),
    account_id: account.account_id,
    host_id: host.id,
    topic: body.topic ?? 'Zoom Meeting',
    agenda: body.agenda ?? '',
    start_ms,
    duration: body.duration ?? 60,
    timezone: body.timezone ?? 'UTC',
    created_ms: world.clock.now_ms(),
    settings: { use_pmi: false, join_before_host: false, waiting_room: true, ...body.settings },
    status: 'waiting',
    links_given: 0,
  }
  world.next_id += 7
  world.meetings.set(meeting.id, meeting)
  const mark = markOf(meeting.agenda)
  if (mark !== undefined) world.created.set(mark, (world.created.get(mark) ?? 0) + 1)
  return { status: 201, body: shown(meeting) }
}

/** `GET /meetings/{meetingId}`: each answer has a fresh `start_url`. */
export function getMeeting(world: ZoomWorld, account: SimAccount, id: string): SimReply {
  const meeting = meetingOf(world, account, id)
  if (!meeting) return gone(id)
  const { uuid, host_id, status } = meeting
  return {
    status: 200,
    body: { ...shown(meeting), uuid, host_id, ...(status === 'ended' ? {} : { status }) },
  }
}

/** `PATCH /meetings/{meetingId}`; a time in the past is ignored, as Zoom says it does. */
export function changeMeeting(
  world: ZoomWorld,
  account: SimAccount,
  id: string,
  request: SimRequest,
): SimReply {
  const meeting = meetingOf(world, account, id)
  if (!meeting) return gone(id)
  const limit = perDay(world, meeting.host_id)
  if (limit) return limit
  const read = readBody(world, request, 'change request')
  if ('refusal' in read) return read.refusal
  const { body, start_ms } = read
  if (start_ms !== undefined && start_ms > world.clock.now_ms()) meeting.start_ms = start_ms
  meeting.duration = body.duration ?? meeting.duration
  meeting.timezone = body.timezone ?? meeting.timezone
  meeting.topic = body.topic ?? meeting.topic
  meeting.agenda = body.agenda ?? meeting.agenda
  return { status: 204 }
}

/** `DELETE /meetings/{meetingId}` */
export function deleteMeeting(world: ZoomWorld, account: SimAccount, id: string): SimReply {
  const meeting = meetingOf(world, account, id)
  if (!meeting) return gone(id)
  if (meeting.status === 'started') {
    return apiError(400, 3002, 'Sorry, you cannot delete this meeting since it is in progress.')
  }
  if (meeting.status === 'ended') {
    return apiError(400, 3007, 'Sorry, you cannot delete this meeting since it has ended.')
  }
  world.meetings.delete(meeting.id)
  return { status: 204 }
}

function meetingOf(world: ZoomWorld, account: SimAccount, id: string): SimMeeting | undefined {
  const meeting = world.meetings.get(Number(id))
  return meeting?.account_id === account.account_id ? meeting : undefined
}

function gone(id: string): SimReply {
  return apiError(404, 3001, `Meeting does not exist: ${id}.`)
}

type Read = { body: MeetingBody; start_ms: number | undefined } | { refusal: SimReply }

/** The body, if it fits the document in every field; else the 300 that names those that do not. */
function readBody(world: ZoomWorld, request: SimRequest, name: string): Read {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { refusal: apiError(415, 300, 'Unsupported content type.') }
  }
  let body: MeetingBody
  try {
    body = JSON.parse(request.body.toString('utf8'))
  } catch {
    return { refusal: apiError(400, 300, 'Request Body should be a valid JSON object.') }
  }
  const wrong = misfits(SHAPES[name] ?? {}, body, true)
  if (body.timezone !== undefined && !isZone(world, body.timezone)) wrong.push('timezone')
  const start_ms = body.start_time === undefined ? undefined : instantOf(body.start_time, body.timezone)
  if (Number.isNaN(start_ms)) wrong.push('start_time')
  return wrong.length > 0 ? { refusal: invalid(wrong) } : { body, start_ms }
}

function invalid(fields: string[]): SimReply {
  const errors = fields.map((field) => ({ field, message: 'Invalid field.' }))
  return apiError(400, 300, 'Validation Failed.', errors)
}

function isZone(world: ZoomWorld, zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return !world.unknown_zones.has(zone)
  } catch {
    return false
  }
}

/** `…Z` is UTC; without it the time is local to `zone`, which must then be given. Nothing else is taken. */
function instantOf(start_time: string, zone: string | undefined): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/.test(start_time)) return Number.NaN
  if (start_time.endsWith('Z')) return Date.parse(start_time)
  if (zone === undefined) return Number.NaN
  return Temporal.PlainDateTime.from(start_time).toZonedDateTime(zone).epochMilliseconds
}

function shown(meeting: SimMeeting) {
  meeting.links_given += 1
  const { id, topic, agenda, start_ms, duration, timezone, created_ms, settings } = meeting
  return {
    id,
    topic,
    agenda,
    type: 2,
    start_time: zoomTime(start_ms),
    duration,
    timezone,
    created_at: zoomTime(created_ms),
    join_url: joinUrl(id),
    start_url: `https://zoom.example/s/${id}?zak=${randomBytes(12).toString('base64url')}`,
    password: 'sim123',
    settings,
  }
}

/** The link participants get; the same for the life of a meeting. */
export function joinUrl(id: number): string {
  return `https://zoom.example/j/${id}?pwd=sim123`
}
