import { inArray } from 'drizzle-orm'
import { formerOf, homeOf } from '../booking/follow/home.ts'
import { Failure } from '../lib/failure.ts'
import type { OutlookEvent } from '../outlook/outlook.ts'
import { followUp, toldWith } from '../tenants/followUp.ts'
import type { Context } from './context.ts'
import type { Located } from './locate.ts'
import { isIn } from './meetings.ts'
import type { Scene } from './scene.ts'
import { unlessUnreachable } from './unreachable.ts'

const ADVICE =
  'The salesperson has another mailbox by now. These meetings still stand in the calendar of the former one, where Holdfast changes and cancels them, and follows them by its sweep. In the new calendar they are missing: invite the new mailbox to these events, or cancel the bookings and have them booked anew. Keep the former mailbox until they are over.'

/**
 * The meetings whose events are not in the salesperson's mailbox but in a former one. The home of what the list has is
 * written down where it was another, as of a mailbox that was renamed, or none, as of what an earlier version has made.
 */
export async function awayFrom(
  ctx: Context,
  { mailbox }: Scene,
  meetings: Located[],
  listed: OutlookEvent[],
): Promise<Located[]> {
  const there = new Set(listed.map(({ event_id }) => event_id))
  const home = homeOf(mailbox)
  const settling = meetings.flatMap(({ known }) => {
    if (!known || !there.has(known.event_id)) return []
    const settled = known.m365_tenant_id === home.m365_tenant_id && known.mailbox === home.mailbox
    return settled ? [] : [known.event_id]
  })
  const { graph_events } = ctx.db.t
  if (settling.length > 0)
    await ctx.db.q.update(graph_events).set(home).where(inArray(graph_events.event_id, settling))
  return meetings.filter((one) => !isIn(mailbox, one) && !there.has(one.known!.event_id))
}

/**
 * Has each former mailbox swept in which some of these meetings stand, and tells a person of them, once. One that
 * does not answer is left to the next time, and holds up nothing.
 */
export async function sweepFormer(
  ctx: Context,
  scene: Scene,
  away: Located[],
  sweep: (there: Scene, those: Located[]) => Promise<void>,
): Promise<void> {
  const byHome = Map.groupBy(away, ({ known }) => `${known!.m365_tenant_id} ${known!.mailbox}`)
  for (const those of byHome.values()) {
    const there = { ...scene, mailbox: formerOf(those[0]!.known!, scene.mailbox)! }
    await tell(ctx, there, those)
    await unlessUnreachable(ctx, there, () => sweep(there, those)).catch((error) => {
      if (!(error instanceof Failure)) throw error
      ctx.log.warn('sweep_failed', { salesperson_id: scene.salesperson.id, code: error.code })
    })
  }
}

async function tell(ctx: Context, { config, salesperson, mailbox }: Scene, those: Located[]): Promise<void> {
  const key = `mailbox_replaced:${salesperson.id}:${mailbox.m365_tenant_id}:${mailbox.user}`
  const booking_ids = those.map(({ booking }) => booking.id)
  const earlier = await toldWith(ctx.db, config.tenant.id, key)
  const told = new Set(earlier.flatMap((one) => one.booking_ids as string[]))
  if (booking_ids.every((id) => told.has(id))) return
  await followUp(ctx.db, ctx, {
    tenant_id: config.tenant.id,
    kind: 'mailbox_replaced',
    key,
    salesperson_id: salesperson.id,
    detail: { salesperson: salesperson.slug, mailbox: mailbox.user, booking_ids, advice: ADVICE },
  })
}
