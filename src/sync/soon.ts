import { and, eq, gte, lte } from 'drizzle-orm'
import type { Context } from './context.ts'

const SOON_MS = 24 * 3_600_000
/** How old the answer may be; what has become soon meanwhile only loses its head start. */
const FRESH_MS = 60_000
const MOST = 10_000

/**
 * Tells whether an event is that of a meeting within 24 hours, from memory: whoever asks never waits. The memory is
 * renewed in the background, at most once a minute.
 */
export function soonEvents(ctx: Context): (event_id: string) => boolean {
  let ids = new Set<string>()
  let asked_ms = Number.NEGATIVE_INFINITY
  return (event_id) => {
    const now_ms = ctx.clock.now_ms()
    if (now_ms - asked_ms >= FRESH_MS) {
      asked_ms = now_ms
      load(ctx, now_ms).then(
        (found) => {
          ids = found
        },
        () => {},
      )
    }
    return ids.has(event_id)
  }
}

async function load({ db }: Context, now_ms: number): Promise<Set<string>> {
  const { bookings, graph_events } = db.t
  const rows = await db.q
    .select({ event_id: graph_events.event_id })
    .from(bookings)
    .innerJoin(graph_events, eq(graph_events.booking_id, bookings.id))
    .where(
      and(
        eq(bookings.status, 'confirmed'),
        gte(bookings.start_at_utc, new Date(now_ms)),
        lte(bookings.start_at_utc, new Date(now_ms + SOON_MS)),
      ),
    )
    .limit(MOST)
  return new Set(rows.map(({ event_id }) => event_id))
}
