import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { Failure } from '../lib/failure.ts'
import { followUp } from '../tenants/followUp.ts'
import { LEFT, UNSEEN } from '../tenants/leaveMailbox.ts'
import type { Context } from './context.ts'
import type { Located } from './locate.ts'
import type { Scene } from './scene.ts'

const ADVICE =
  'The salesperson has another mailbox now, and the events of these bookings are not in it. The bookings stand, but nothing follows for them. Enter the former mailbox again, or tell the customers and move or cancel the events there by hand.'

/**
 * Looks, in the mailbox that a salesperson has now, for events that its list lacks and that nobody has seen there. Answers
 * the ids of those that are there after all; of the others a person is told, once for each change of the mailbox.
 */
export async function seekUnseen(ctx: Context, scene: Scene, meetings: Located[]): Promise<string[]> {
  const there: string[] = []
  const left: string[] = []
  for (const { booking, known } of meetings) {
    if (known?.change_key !== UNSEEN) continue
    if (await isThere(ctx, scene, known.event_id)) there.push(known.event_id)
    else left.push(booking.id)
  }
  if (left.length > 0) await ctx.db.transaction((tx) => tell(tx, ctx, scene, left))
  return there
}

/** The list was answered, so what is refused for good now is the id: it is that of an item of another mailbox. */
async function isThere({ outlook }: Context, { mailbox }: Scene, event_id: string): Promise<boolean> {
  try {
    return (await outlook.find(mailbox, event_id)) !== undefined
  } catch (error) {
    if (error instanceof Failure && error.kind !== 'retry') return false
    throw error
  }
}

async function tell(tx: Db, ctx: Context, { config, salesperson }: Scene, ids: string[]): Promise<void> {
  const { graph_events: table } = tx.t
  const told = await tx.q
    .update(table)
    .set({ change_key: LEFT })
    .where(and(inArray(table.booking_id, ids), eq(table.change_key, UNSEEN)))
    .returning({ booking_id: table.booking_id })
  if (told.length === 0) return
  await followUp(tx, ctx, {
    tenant_id: config.tenant.id,
    kind: 'events_left_behind',
    salesperson_id: salesperson.id,
    detail: {
      salesperson: salesperson.slug,
      booking_ids: told.map(({ booking_id }) => booking_id),
      advice: ADVICE,
    },
  })
}
