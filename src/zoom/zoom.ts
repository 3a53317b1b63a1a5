export { type ZoomFailureCode, zoomAdvice } from './advice.ts'
export { missingScopes, ZOOM_SCOPES } from './scopes.ts'
export { readZoomNews, SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER, type ZoomNews } from './webhook.ts'

/**
 * Conferences at Zoom. `real.ts` speaks the API with server-to-server OAuth, `mock.ts` keeps meetings in memory;
 * one conformance suite holds both to these promises. Every call may throw a `Failure` (lib/failure.ts).
 */
export interface Zoom {
  /**
   * Makes the meeting. Zoom has no idempotency key: callers that cannot know whether an earlier create went
   * through (`outcomeUnknown` in lib/failure.ts, or a crash) ask `findByMark` first. The mark stands at the start of the agenda.
   * Throws `permanent` `zoom_daily_limit`, `retry_after_ms` to the end of the ban, when 100 were made that day.
   */
  create(account: ZoomAccount, meeting: MeetingDraft): Promise<ZoomMeeting>
  /**
   * The upcoming meeting of this user whose agenda bears the booking's mark, or `undefined`. All pages.
   * A new meeting shows only after a while: after a create of unknown outcome ask no sooner than
   * `LISTED_AFTER_MS` later, or a second one is made.
   */
  findByMark(account: ZoomAccount, user: string, booking_id: string): Promise<ZoomMeeting | undefined>
  /** The meeting with a fresh `start_url`, or `undefined` when it is gone. A meeting of another account is gone for this one. */
  find(account: ZoomAccount, provider_meeting_id: string): Promise<ZoomMeeting | undefined>
  /**
   * Every upcoming meeting of this user that bears a booking's mark; for the sweep of orphans. The mark may be
   * another installation's, when two share a Zoom account: an unknown booking id is no reason to delete.
   */
  listMarked(account: ZoomAccount, user: string): Promise<MarkedMeeting[]>
  /** Moves the meeting. Throws `permanent` `meeting_gone` when there is none. */
  change(account: ZoomAccount, provider_meeting_id: string, change: MeetingChange): Promise<void>
  /** Deletes the meeting. One that is gone is success. */
  delete(account: ZoomAccount, provider_meeting_id: string): Promise<void>
  /** Fetches a new token and reads a list of the user's; throws a `Failure` whose code says what is wrong. For `doctor` and admins. */
  probe(account: ZoomAccount, user: string): Promise<{ scopes: string[] }>
}

/** How long a meeting may take to appear in its user's list after it was made. */
export const LISTED_AFTER_MS = 5_000

/** A server-to-server OAuth app's credentials. */
export interface ZoomAccount {
  account_id: string
  client_id: string
  client_secret: string
}

export interface MeetingDraft {
  booking_id: string
  /** Zoom user id or e-mail address of the salesperson. */
  user: string
  /** Cut to 200 characters. */
  topic: string
  /** Further text of the agenda, below the mark; the whole is cut to 2,000 characters. */
  agenda?: string
  start_ms: number
  duration_minutes: number
  /** IANA zone of the tenant; Zoom shows the time in it. */
  time_zone: string
}

export type MeetingChange = Pick<MeetingDraft, 'start_ms' | 'duration_minutes' | 'time_zone'>

export interface ZoomMeeting {
  /** Up to 11 digits; kept as text. */
  provider_meeting_id: string
  booking_id?: string
  join_url: string
  /** The salesperson's secret: sealed at rest, never mailed or logged, good for two hours. */
  start_url: string
  start_ms: number
  duration_minutes: number
}

/** As a list tells it: without the `start_url`, which `find` alone reads. */
export type MarkedMeeting = Omit<ZoomMeeting, 'start_url'> & { booking_id: string }
