import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { fingerprint, sameSecret } from '../lib/secret.ts'

/** What a POST to Zoom's webhook amounts to. */
export type ZoomNews =
  | { kind: 'refused'; reason: 'forged' | 'stale' | 'malformed' }
  /** The URL is being proven; `answer` is the body of the 200 Zoom waits for, at most 3 s. */
  | { kind: 'url_validation'; answer: { plainToken: string; encryptedToken: string } }
  /** Someone came; `is_salesperson` when it was the user the meeting belongs to. */
  | (MeetingNews & { kind: 'participant_joined'; is_salesperson: boolean; email?: string })
  | (MeetingNews & { kind: 'meeting_ended' })
  | (MeetingNews & { kind: 'meeting_deleted' })
  /** Genuine, and nothing Holdfast acts on. */
  | { kind: 'ignored'; event: string }

interface MeetingNews {
  /** Equal for repeated deliveries of one event. */
  news_id: string
  provider_meeting_id: string
  account_id: string
  at_ms: number
}

type NewsKind = 'participant_joined' | 'meeting_ended' | 'meeting_deleted'

/** The two headers a delivery carries. */
export const SIGNATURE_HEADER = 'x-zm-signature'
export const TIMESTAMP_HEADER = 'x-zm-request-timestamp'

/** How far the timestamp may lie from now, either way. */
const WINDOW_MS = 5 * 60_000

/**
 * Judges one delivery: the signature over the bytes as they came, in constant time, then the timestamp
 * ("Validate webhook events" of Zoom's documentation), then the event. Without a secret all is forged.
 */
export function readZoomNews(
  delivery: { raw: Uint8Array; signature: string | undefined; timestamp: string | undefined },
  secret: string | undefined,
  now_ms: number,
): ZoomNews {
  const { raw, signature = '', timestamp = '' } = delivery
  if (!secret || !sameSecret(signature, signatureOf(raw, timestamp, secret))) return refused('forged')
  const sent_ms = /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN
  if (!(Math.abs(now_ms - sent_ms) <= WINDOW_MS)) return refused('stale')
  const news = Delivery.safeParse(parse(raw))
  return news.success ? understood(news.data, secret) : refused('malformed')
}

/** The signature Zoom sends with these bytes at this time (seconds of the epoch, as text). */
export function signatureOf(raw: Uint8Array, timestamp: string, secret: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(raw).digest('hex')}`
}

/** The last instant that a date can be (ECMAScript, "Time Values and Time Range"). */
const LAST_INSTANT_MS = 8.64e15

const Delivery = z.object({
  event: z.string(),
  event_ts: z.int().min(0).max(LAST_INSTANT_MS).optional(),
  payload: z.unknown().optional(),
})

const MeetingPayload = z.object({
  account_id: z.string(),
  object: z.object({
    id: z.union([z.string().regex(/^\d{1,19}$/), z.int().transform(String)]),
    uuid: z.string().default(''),
    host_id: z.string().default(''),
    participant: z
      .object({
        id: z.string().default(''),
        user_id: z.string().default(''),
        participant_uuid: z.string().default(''),
        email: z.string().optional(),
      })
      .optional(),
  }),
})

function understood({ event, event_ts, payload }: z.infer<typeof Delivery>, secret: string): ZoomNews {
  if (event === 'endpoint.url_validation') return proof(payload, secret)
  const kind = KINDS.get(event)
  if (kind === undefined) return { kind: 'ignored', event: event.slice(0, 100) }
  const parsed = MeetingPayload.safeParse(payload)
  if (!parsed.success || event_ts === undefined) return refused('malformed')
  const { account_id, object } = parsed.data
  const { id, uuid, host_id, participant } = object
  const who = participant ? [participant.participant_uuid, participant.user_id, participant.id] : []
  const news_id = fingerprint(JSON.stringify([event, event_ts, account_id, id, uuid, ...who]))
  const news: MeetingNews = { news_id, provider_meeting_id: id, account_id, at_ms: event_ts }
  if (kind !== 'participant_joined') return { ...news, kind }
  const is_salesperson = host_id !== '' && participant?.id === host_id
  return { ...news, kind, is_salesperson, email: participant?.email?.toLowerCase() || undefined }
}

const KINDS: ReadonlyMap<string, NewsKind> = new Map([
  ['meeting.participant_joined', 'participant_joined'],
  ['meeting.ended', 'meeting_ended'],
  ['meeting.deleted', 'meeting_deleted'],
])

function proof(payload: unknown, secret: string): ZoomNews {
  const parsed = z.object({ plainToken: z.string().min(1).max(1_000) }).safeParse(payload)
  if (!parsed.success) return refused('malformed')
  const { plainToken } = parsed.data
  const encryptedToken = createHmac('sha256', secret).update(plainToken).digest('hex')
  return { kind: 'url_validation', answer: { plainToken, encryptedToken } }
}

function refused(reason: 'forged' | 'stale' | 'malformed'): ZoomNews {
  return { kind: 'refused', reason }
}

function parse(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(raw))
  } catch {
    return undefined
  }
}
