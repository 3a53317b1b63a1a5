import { z } from 'zod'
import { zoomFailure } from './advice.ts'
import { readMark } from './mark.ts'
import type { MarkedMeeting, ZoomMeeting } from './zoom.ts'

/** Ids are int64 with up to 11 digits, so a double holds them exactly; from here on they are text. */
const MeetingId = z.union([z.int().positive().transform(String), z.string().regex(/^\d{1,19}$/)])

/** With an offset or `Z`; other than requests, replies are always in UTC. */
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const Meeting = z.object({
  id: MeetingId,
  agenda: z.string().optional(),
  join_url: z.url(),
  start_url: z.url(),
  start_time: Instant,
  duration: z.number(),
})

/** A meeting as create and get answer it. Throws `zoom_reply_unreadable`. */
export function readMeeting(json: unknown): ZoomMeeting {
  const parsed = Meeting.safeParse(json)
  if (!parsed.success) throw unreadable('meeting', parsed.error)
  const { id, agenda, join_url, start_url, start_time, duration } = parsed.data
  return {
    provider_meeting_id: id,
    booking_id: readMark(agenda),
    join_url,
    start_url,
    start_ms: start_time,
    duration_minutes: duration,
  }
}

/** Lists also hold meetings Holdfast did not make, which may lack a time. */
const Listed = Meeting.omit({ start_url: true }).extend({ agenda: z.string() })
const Page = z.object({ next_page_token: z.string().default(''), meetings: z.array(z.unknown()).default([]) })

/** The meetings of one page that bear a mark, and the token of the next page, empty at the end. */
export function readPage(json: unknown): { marked: MarkedMeeting[]; next: string } {
  const parsed = Page.safeParse(json)
  if (!parsed.success) throw unreadable('list', parsed.error)
  const marked = parsed.data.meetings.flatMap((one) => {
    const listed = Listed.safeParse(one)
    const booking_id = listed.success ? readMark(listed.data.agenda) : undefined
    if (!listed.success || booking_id === undefined) return []
    const { id, join_url, start_time, duration } = listed.data
    return [
      { provider_meeting_id: id, booking_id, join_url, start_ms: start_time, duration_minutes: duration },
    ]
  })
  return { marked, next: parsed.data.next_page_token }
}

/** Names the fields that were wrong, never their values. */
function unreadable(what: string, error: z.ZodError) {
  const fields = error.issues.map((issue) => issue.path.join('.')).slice(0, 5)
  return zoomFailure(
    'zoom_reply_unreadable',
    `(${what}: ${fields.filter(Boolean).join(', ') || 'no object'})`,
  )
}
