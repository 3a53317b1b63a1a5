import { createHash } from 'node:crypto'
import type { Db, Inserts } from '../db/database.ts'
import type { BookingStatus } from '../db/tables/bookings.ts'
import { nowOf } from '../lib/clock.ts'
import type { Means } from '../lib/means.ts'
import type { Metrics } from '../lib/metrics.ts'

/**
 * What happened to a booking: each change of its state, by the state's name, and more. `customer_*_required` asks a
 * person to act; the others are history.
 */
export type TrackingKind =
  | BookingStatus
  | 'code_sent_again'
  | 'rescheduling'
  | 'rescheduled'
  | 'reschedule_failed'
  | 'restored'
  | 'attendance_recorded'
  | 'attendance_suggested'
  | 'participant_joined'
  | 'meeting_ended'
  | 'meeting_deleted_at_zoom'
  | 'event_moved_by_sales'
  | 'event_deleted_by_sales'
  | 'customer_reinvite_required'
  | 'customer_notify_required'
  | 'customer_declined'
  | 'overlap_after_move'
  | 'orphan_event_removed'
  | 'orphan_meeting_removed'

export interface TrackingEvent {
  booking: { id: string; tenant_id: string }
  kind: TrackingKind
  detail?: Record<string, unknown>
}

/** Writes tracking events in the transaction of what they tell of, and counts the changes of state among them. */
export async function track(
  tx: Inserts,
  { clock, entropy, metrics }: Means & { metrics: Metrics },
  ...events: TrackingEvent[]
): Promise<void> {
  for (const { kind } of events)
    if (isState(kind)) metrics.count('holdfast_booking_changes_total', { to: kind })
  await tx.insertAll(
    tx.t.tracking_events,
    events.map(({ booking, kind, detail }) => ({
      id: entropy.id(),
      tenant_id: booking.tenant_id,
      booking_id: booking.id,
      kind,
      detail: detail ?? {},
      created_at_utc: nowOf(clock),
    })),
  )
}

const STATES: ReadonlySet<string> = new Set<BookingStatus>([
  'held',
  'confirming',
  'confirmed',
  'canceled',
  'expired',
  'failed',
])

function isState(kind: TrackingKind): kind is BookingStatus {
  return STATES.has(kind)
}

/**
 * Writes down what an outside service told, in the caller's transaction, and answers true; answers false when this
 * piece of news was written before. Its id is made of the news itself, so that the database sees a repetition.
 */
export async function trackOnce(
  tx: Db,
  { clock }: Pick<Means, 'clock'>,
  { booking, kind, detail }: TrackingEvent,
  news_id: string,
  at_ms: number,
): Promise<boolean> {
  const row = {
    id: idOf(`${booking.id} ${news_id}`, at_ms),
    tenant_id: booking.tenant_id,
    booking_id: booking.id,
    kind,
    detail: detail ?? {},
    created_at_utc: nowOf(clock),
  }
  const { tracking_events } = tx.t
  const made = await tx.q
    .insert(tracking_events)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: tracking_events.id })
  return made.length > 0
}

/** A UUID version 7 (RFC 9562) of a time and a text: it sorts like those that are drawn. */
function idOf(text: string, at_ms: number): string {
  const hash = createHash('sha256').update(text).digest('hex')
  const time = Math.max(0, Math.min(at_ms, 2 ** 48 - 1))
    .toString(16)
    .padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}
