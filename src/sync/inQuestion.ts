import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { type FollowUp, followUp } from '../tenants/followUp.ts'
import type { Context } from './context.ts'
import type { Scene } from './scene.ts'

const ADVICE =
  'More events vanished at once than is believed, so no booking was canceled. Restore the events, or cancel the bookings whose meetings are off, and only then mark this as done: until then nothing that is still missing of these is believed, and afterwards it counts as deleted.'

/**
 * The bookings of a salesperson of which a person is being asked because too many events had vanished. However few of
 * them are missing by now, as some were restored and others are over, nothing follows before the person is done.
 */
export async function inQuestion({ db }: Context, scene: Scene): Promise<Set<string>> {
  const { follow_ups: table } = db.t
  const open = await db.q.select({ detail: table.detail }).from(table).where(isOpen(db, scene))
  return new Set(open.flatMap(idsIn))
}

/** Asks a person of these bookings too. */
export async function question(ctx: Context, scene: Scene, booking_ids: string[]): Promise<void> {
  const { salesperson } = scene
  const { id: tenant_id } = scene.config.tenant
  ctx.log.warn('events_vanished', { tenant_id, salesperson_id: salesperson.id })
  await ctx.db.transaction(async (tx) => {
    const asked = await followUp(tx, ctx, {
      tenant_id,
      kind: 'mass_change',
      key: keyOf(scene),
      salesperson_id: salesperson.id,
      detail: { salesperson: salesperson.slug, booking_ids, advice: ADVICE },
    })
    if (!asked) await change(tx, scene, (before) => [...new Set([...before, ...booking_ids])])
  })
}

/** Asks no more of bookings whose events are there again: should those vanish once more, that is another matter. */
export async function seenAgain(ctx: Context, scene: Scene, booking_ids: string[]): Promise<void> {
  const back = new Set(booking_ids)
  await ctx.db.transaction((tx) => change(tx, scene, (before) => before.filter((id) => !back.has(id))))
}

async function change(tx: Db, scene: Scene, to: (booking_ids: string[]) => string[]): Promise<void> {
  const { follow_ups: table } = tx.t
  // A mass is looked at event by event, all at a time: this update, which changes nothing, makes the next one wait for
  // what we write.
  const held = tx.q
    .update(table)
    .set({ key: keyOf(scene) })
    .where(isOpen(tx, scene))
  const [open] = await held.returning({ id: table.id, detail: table.detail })
  if (!open) return
  const detail = { ...open.detail, booking_ids: to(idsIn(open)) }
  await tx.q.update(table).set({ detail }).where(eq(table.id, open.id))
}

function isOpen({ t: { follow_ups } }: Db, scene: Scene) {
  const { tenant_id, key, resolved_at_utc } = follow_ups
  return and(eq(tenant_id, scene.config.tenant.id), eq(key, keyOf(scene)), isNull(resolved_at_utc))
}

function idsIn({ detail }: Pick<FollowUp, 'detail'>): string[] {
  return detail.booking_ids as string[]
}

function keyOf({ salesperson }: Scene): string {
  return `mass_change:${salesperson.id}`
}
