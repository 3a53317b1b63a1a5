import { and, eq, gte } from 'drizzle-orm'
import type { Booking } from '../booking/advance.ts'
import { DAY_MS } from '../scheduling/date.ts'
import type { Context } from './context.ts'
import { inQuestion, question } from './inQuestion.ts'
import type { Located } from './locate.ts'
import { isIn, meetingsOf, windowOf } from './meetings.ts'
import type { Scene } from './scene.ts'

/** More vanished events of one salesperson than this, within these minutes, are an accident rather than a wish. */
export const MOST_BELIEVED = 5
const WINDOW_MS = 10 * 60_000

/**
 * Whether it can be believed that the salesperson took away the event of this booking, which Outlook says is gone.
 * The salesperson's other events there are looked at too: when too many are gone nothing is believed, one follow-up
 * asks a person, and until that is done nothing is believed of what it names.
 */
export async function isLost(ctx: Context, scene: Scene, booking: Booking): Promise<boolean> {
  if ((await inQuestion(ctx, scene)).has(booking.id)) return false
  const lost = await recentlyLost(ctx, scene)
  const meetings = await meetingsOf(ctx, scene)
  const others = meetings.filter((one) => one.booking.id !== booking.id && isIn(scene.mailbox, one))
  const room = MOST_BELIEVED - lost - 1
  const alsoGone = others.length > room ? await goneAmong(ctx, scene, others, room + 1) : []
  const gone = [booking, ...alsoGone]
  if (lost + gone.length <= MOST_BELIEVED) return true
  const ids = gone.map(({ id }) => id)
  await question(ctx, scene, ids)
  return false
}

/** How many bookings of the salesperson were canceled within the window because their events were gone. */
async function recentlyLost({ db, clock }: Context, { salesperson }: Scene): Promise<number> {
  const { bookings } = db.t
  const since = new Date(clock.now_ms() - WINDOW_MS)
  const lost = await db.q
    .select({ id: bookings.id })
    .from(bookings)
    .where(
      and(
        eq(bookings.salesperson_id, salesperson.id),
        // What was canceled because its event is gone was not over then.
        gte(bookings.start_at_utc, new Date(since.getTime() - 31 * DAY_MS)),
        gte(bookings.updated_at_utc, since),
        eq(bookings.status, 'canceled'),
        eq(bookings.source, 'sales_manual'),
      ),
    )
  return lost.length
}

/** The bookings among these whose events Outlook lacks too; it stops looking once there are `enough`. */
async function goneAmong(
  { outlook, clock }: Context,
  { mailbox }: Scene,
  meetings: Located[],
  enough: number,
): Promise<Booking[]> {
  if (enough <= 0) return []
  const listed = await outlook.listMarked(mailbox, windowOf(meetings, clock.now_ms(), DAY_MS))
  const living = new Set(listed.filter((event) => !event.is_canceled).map(({ event_id }) => event_id))
  const gone: Booking[] = []
  for (const { booking, known } of meetings) {
    if (gone.length >= enough) break
    if (!known || living.has(known.event_id)) continue
    // A list leaves out what was moved far away; the event itself tells.
    const event = await outlook.find(mailbox, known.event_id)
    if (!event || event.is_canceled) gone.push(booking)
  }
  return gone
}
