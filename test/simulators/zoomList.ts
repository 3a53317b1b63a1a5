import { randomBytes } from 'node:crypto'
import type { SimReply, SimRequest } from './serve.ts'
import { joinUrl } from './zoomMeetings.ts'
import { apiError, type SimAccount, type SimMeeting, userOf, type ZoomWorld, zoomTime } from './zoomWorld.ts'

const TYPES = ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings']
const MOST = 300
/** A list shows no more of an agenda. */
const AGENDA_SHOWN = 250
const PAGE_LIFE_MS = 15 * 60_000

/** `GET /users/{userId}/meetings`: by start, in pages; a meeting appears `listed_after_ms` after it was made. */
export function listMeetings(
  world: ZoomWorld,
  account: SimAccount,
  user: string,
  request: SimRequest,
): SimReply {
  const host = userOf(account, user)
  if (!host) return apiError(404, 1001, `User does not exist: ${user}.`)
  const query = request.url.searchParams
  const type = query.get('type') ?? 'scheduled'
  const page_size = Number(query.get('page_size') ?? 30)
  if (!TYPES.includes(type)) return invalidQuery('type')
  if (!Number.isInteger(page_size) || page_size < 1 || page_size > MOST) return invalidQuery('page_size')
  const offset = offsetOf(world, query.get('next_page_token') ?? '', host.id, type)
  if (offset === undefined) return apiError(400, 300, 'The next page token is invalid or expired.')
  const all = visible(world, account, host.id, type)
  const meetings = all.slice(offset, offset + page_size).map(listed)
  const more = offset + page_size < all.length
  const next_page_token = more ? pageToken(world, host.id, type, offset + page_size) : ''
  return { status: 200, body: { page_size, total_records: all.length, next_page_token, meetings } }
}

function visible(world: ZoomWorld, account: SimAccount, host_id: string, type: string): SimMeeting[] {
  const now_ms = world.clock.now_ms()
  return [...world.meetings.values()]
    .filter((one) => one.account_id === account.account_id && one.host_id === host_id)
    .filter((one) => one.created_ms + world.listed_after_ms <= now_ms)
    .filter((one) => isOfType(one, type, now_ms))
    .sort((a, b) => a.start_ms - b.start_ms || a.id - b.id)
}

function isOfType(meeting: SimMeeting, type: string, now_ms: number): boolean {
  const over = meeting.status === 'ended' || meeting.start_ms + meeting.duration * 60_000 <= now_ms
  if (type === 'live') return meeting.status === 'started'
  if (type === 'previous_meetings') return over
  return type === 'scheduled' || meeting.status === 'started' || !over
}

/** As lists show a meeting: the agenda cut, and no `start_url`. */
function listed({ id, uuid, host_id, topic, agenda, start_ms, duration, timezone, created_ms }: SimMeeting) {
  return {
    id,
    uuid,
    host_id,
    topic,
    agenda: agenda.slice(0, AGENDA_SHOWN),
    type: 2,
    start_time: zoomTime(start_ms),
    duration,
    timezone,
    created_at: zoomTime(created_ms),
    join_url: joinUrl(id),
  }
}

function pageToken(world: ZoomWorld, host_id: string, type: string, offset: number): string {
  const token = randomBytes(18).toString('base64url')
  world.pages.set(token, { host_id, type, offset, expires_ms: world.clock.now_ms() + PAGE_LIFE_MS })
  return token
}

function offsetOf(world: ZoomWorld, token: string, host_id: string, type: string): number | undefined {
  if (token === '') return 0
  const page = world.pages.get(token)
  const good = page?.host_id === host_id && page.type === type && page.expires_ms > world.clock.now_ms()
  return good ? page.offset : undefined
}

function invalidQuery(field: string): SimReply {
  return apiError(400, 300, 'Validation Failed.', [{ field, message: 'Invalid field.' }])
}
