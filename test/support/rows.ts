import type { NewClaim } from '../../src/db/database.ts'
import type { JobRow } from '../../src/db/queue.ts'

/** Ids of bookings, and of the salesperson they are all with. */
export const [A, B, C, SALESPERSON] = ['a', 'b', 'c', '5'].map(
  (digit) => `00000000-0000-7000-8000-00000000000${digit}`,
) as [string, string, string, string]

/** So many minutes after 1970 began. */
export const minutes = (n: number) => new Date(n * 60_000)

/** A claim of a confirmed booking, in minutes after 1970 began. */
export function claim(id: string, booking_id: string, from: number, until: number): NewClaim {
  return {
    id,
    booking_id,
    salesperson_id: SALESPERSON,
    from_utc: minutes(from),
    until_utc: minutes(until),
    start_at_utc: minutes(from),
    expires_at_utc: null,
    created_at_utc: minutes(0),
  }
}

/** A booking as it is stored. */
export function booking(id: string) {
  return {
    id,
    tenant_id: 't',
    meeting_type_id: 'm',
    salesperson_id: SALESPERSON,
    other_salesperson_ids: [],
    status: 'held' as const,
    source: 'customer' as const,
    start_at_utc: minutes(0),
    end_at_utc: minutes(30),
    customer_name: 'Ada',
    customer_email: 'ada@example.com',
    customer_time_zone: 'UTC',
    customer_locale: 'en',
    answers: {},
    location: { kind: 'zoom' as const },
    assignment: { winner: 's', candidates: [] },
    created_at_utc: minutes(0),
    updated_at_utc: minutes(0),
  }
}

/** A tenant as it is stored. */
export function tenant() {
  return {
    id: 't',
    slug: 'acme',
    name: 'Acme',
    time_zone: 'UTC',
    branding: { indexed: false },
    created_at_utc: new Date(1234),
    updated_at_utc: new Date(1234),
  }
}

/** A job as it is enqueued. */
export function job(kind: string): JobRow {
  return {
    kind,
    tenant_id: 't',
    key: null,
    payload: {},
    priority: 1,
    max_attempts: null,
    traceparent: null,
    run_at_ms: 0,
    created_at_ms: 0,
  }
}
