import type { Clock } from '../lib/clock.ts'
import { Failure } from '../lib/failure.ts'
import { cut } from '../lib/line.ts'
import { zoomFailure } from './advice.ts'
import type { Fetch } from './exchange.ts'
import { markedAgenda } from './mark.ts'
import { readMeeting, readPage } from './reply.ts'
import { type ZoomRequest, zoomRequest } from './request.ts'
import { missingScopes } from './scopes.ts'
import { zoomTokens } from './token.ts'
import type { MarkedMeeting, MeetingChange, MeetingDraft, Zoom, ZoomAccount } from './zoom.ts'

/** Pages of 300 that are read of one user before giving up. */
const MOST_PAGES = 50
const TOPIC_LENGTH = 200

/** Zoom over its API. Each HTTP request has `deadline_ms`; a call may make several. */
export function realZoom(options: {
  oauth_url: string
  api_url: string
  fetch: Fetch
  clock: Clock
  deadline_ms: number
}): Zoom {
  const tokens = zoomTokens(options)
  const request = zoomRequest({ ...options, tokens })

  const find: Zoom['find'] = async (account, id) => {
    const json = await orGone(() => request(account, { method: 'GET', path: meetingPath(id) }))
    return json === GONE ? undefined : readMeeting(json)
  }

  return {
    find,
    create: (account, draft) => create(request, account, draft),
    findByMark: async (account, user, booking_id) => {
      for await (const page of pages(request, account, user)) {
        const hit = page.find((meeting) => meeting.booking_id === booking_id)
        if (hit) return find(account, hit.provider_meeting_id)
      }
      return undefined
    },
    listMarked: async (account, user) => (await Array.fromAsync(pages(request, account, user))).flat(),
    change: async (account, id, change) => {
      const path = meetingPath(id)
      await inZone(change, (times) => request(account, { method: 'PATCH', path, body: times }))
    },
    delete: async (account, id) => {
      // Outlook alone tells people; Zoom sends no letters of its own.
      const query = { schedule_for_reminder: 'false', cancel_meeting_reminder: 'false' }
      await orGone(() => request(account, { method: 'DELETE', path: meetingPath(id), query }))
    },
    probe: async (account, user) => {
      const { scopes } = await tokens.renew(account)
      const missing = missingScopes(scopes)
      if (missing.length > 0) throw zoomFailure('zoom_scopes_missing', `Missing: ${missing.join(', ')}.`)
      await request(account, { method: 'GET', path: listPath(user), query: { ...UPCOMING, page_size: '1' } })
      return { scopes }
    },
  }
}

async function create(request: ZoomRequest, account: ZoomAccount, draft: MeetingDraft) {
  const path = listPath(draft.user)
  const fixed = {
    type: 2,
    topic: cut(draft.topic, TOPIC_LENGTH),
    agenda: markedAgenda(draft.booking_id, draft.agenda),
    // With the personal meeting id two bookings would share one room, and deleting one would fail.
    settings: { use_pmi: false },
  }
  const json = await inZone(draft, (times) =>
    request(account, { method: 'POST', path, body: { ...fixed, ...times } }),
  )
  return readMeeting(json)
}

/**
 * The time as Zoom wants it: the instant in UTC, without milliseconds, beside the zone it is shown in; so
 * nothing depends on Zoom's zone rules. A zone Zoom does not know is replaced by UTC.
 */
async function inZone(
  { start_ms, duration_minutes, time_zone }: MeetingChange,
  work: (times: { start_time: string; duration: number; timezone: string }) => Promise<unknown>,
): Promise<unknown> {
  const start_time = new Date(start_ms).toISOString().replace(/\.\d+Z$/, 'Z')
  const times = { start_time, duration: duration_minutes, timezone: time_zone }
  return work(times).catch((error) => {
    if (!(error instanceof Failure) || error.code !== 'zoom_zone_unknown') throw error
    return work({ ...times, timezone: 'UTC' })
  })
}

const UPCOMING = { type: 'upcoming', page_size: '300' }

/** The marked meetings of each page in turn; a caller that has seen enough stops asking. */
async function* pages(
  request: ZoomRequest,
  account: ZoomAccount,
  user: string,
): AsyncGenerator<MarkedMeeting[]> {
  let query: Record<string, string> = UPCOMING
  for (let read = 0; read < MOST_PAGES; read += 1) {
    const { marked, next } = readPage(await request(account, { method: 'GET', path: listPath(user), query }))
    yield marked
    if (next === '') return
    query = { ...UPCOMING, next_page_token: next }
  }
  throw zoomFailure('zoom_list_too_long')
}

/** Dots would climb out of the path, and `me` would be the app's owner instead of a salesperson. */
function listPath(user: string): string {
  if (['', '.', '..', 'me'].includes(user)) throw zoomFailure('zoom_user_unknown')
  return `/users/${encodeURIComponent(user)}/meetings`
}

function meetingPath(id: string): string {
  if (!/^\d{1,19}$/.test(id)) throw zoomFailure('meeting_gone')
  return `/meetings/${id}`
}

const GONE = Symbol('gone')

async function orGone(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Failure && error.code === 'meeting_gone') return GONE
    throw error
  }
}
