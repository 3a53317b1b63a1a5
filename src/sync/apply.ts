import type { Booking } from '../booking/advance.ts'
import { followDecline } from '../booking/follow/decline.ts'
import { followLoss } from '../booking/follow/loss.ts'
import { followMove } from '../booking/follow/move.ts'
import { type Sight, sawEvent } from '../booking/follow/sawEvent.ts'
import { followSeries } from '../booking/follow/series.ts'
import type { Db } from '../db/database.ts'
import type { OutlookEvent } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import { type Decision, decide } from './decide.ts'
import type { Located } from './locate.ts'
import { removeOrphan } from './orphan.ts'
import type { Scene } from './scene.ts'
import { isLost } from './vanished.ts'

/** What was done about an event, or why it was left. */
export type Done = Decision | 'disbelieve'

/**
 * Decides what an event as Outlook has it now means for its booking, and does it. Throws `Overtaken` when the booking
 * was changed meanwhile. May be done again at any time.
 */
export async function apply(
  ctx: Context,
  scene: Scene,
  located: Located,
  event: OutlookEvent | undefined,
): Promise<Done> {
  const decision = decide(knownOf(located), event, ctx.clock.now_ms())
  const { booking, known } = located
  if (decision === 'cancel') return cancelIfBelieved(ctx, scene, booking)
  if (event) await act(ctx, scene, decision, { booking, known, event, mailbox: scene.mailbox })
  return decision
}

async function cancelIfBelieved(ctx: Context, scene: Scene, booking: Booking): Promise<Done> {
  if (!(await isLost(ctx, scene, booking))) return 'disbelieve'
  await ctx.db.transaction((tx) => followLoss(tx, ctx, booking))
  return 'cancel'
}

async function act(ctx: Context, scene: Scene, decision: Decision, sight: Sight): Promise<void> {
  const follow = <Done>(work: (tx: Db) => Promise<Done>) =>
    ctx.db.transaction(async (tx) => {
      const done = await work(tx)
      await followSeries(tx, ctx, sight)
      return done
    })
  if (decision === 'note') await follow((tx) => sawEvent(tx, ctx, sight))
  if (decision === 'ask') await follow((tx) => followDecline(tx, ctx, sight))
  if (decision === 'remove') await removeOrphan(ctx, scene, sight.booking, sight.event)
  if (decision !== 'move') return
  const { claimed } = await follow((tx) => followMove(tx, ctx, scene.config, sight))
  if (!claimed) ctx.metrics.count('holdfast_conflicts_total', { at: 'follow' })
}

function knownOf({ booking, known }: Located) {
  return {
    status: booking.status,
    is_changing: booking.saga_id !== null,
    start_ms: booking.start_at_utc.getTime(),
    end_ms: booking.end_at_utc.getTime(),
    customer_email: booking.customer_email,
    change_key: known?.change_key,
  }
}
