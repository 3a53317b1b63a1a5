import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Tables } from '../db/schema.ts'
import { nowOf } from '../lib/clock.ts'
import type { Means } from '../lib/means.ts'
import { Problem } from '../lib/problem.ts'
import { type Actor, actedBy } from './actor.ts'
import { audit } from './audit.ts'

export type FollowUp = Tables['follow_ups']['$inferSelect']

/** Something a person must do. While one with the same `key` is open for the tenant, no second one is made. */
export interface NewFollowUp {
  tenant_id: string
  kind: string
  key?: string
  booking_id?: string
  salesperson_id?: string
  detail: Record<string, unknown>
}

/** Asks a person to act; answers false when an open follow-up with this key asks already. */
export async function followUp(tx: Db, { clock, entropy }: Means, wanted: NewFollowUp): Promise<boolean> {
  const made = await tx.q
    .insert(tx.t.follow_ups)
    .values({ ...wanted, id: entropy.id(), created_at_utc: nowOf(clock) })
    .onConflictDoNothing()
    .returning({ id: tx.t.follow_ups.id })
  return made.length > 0
}

/** What people were told with this key, whether that is done or not. */
export async function toldWith(
  { q, t: { follow_ups } }: Db,
  tenant_id: string,
  key: string,
): Promise<FollowUp['detail'][]> {
  const rows = await q
    .select({ detail: follow_ups.detail })
    .from(follow_ups)
    .where(and(eq(follow_ups.tenant_id, tenant_id), eq(follow_ups.key, key)))
  return rows.map(({ detail }) => detail)
}

/** True when a person was asked with this key, whether that is done or not. */
export async function wasAsked(db: Db, tenant_id: string, key: string): Promise<boolean> {
  return (await toldWith(db, tenant_id, key)).length > 0
}

/** Marks a follow-up as done, once; who resolves it a second time gets the first answer. Throws `not_found`. */
export async function resolveFollowUp(
  tx: Db,
  means: Means,
  { tenant_id, id, actor, resolution }: { tenant_id: string; id: string; actor: Actor; resolution?: string },
): Promise<FollowUp> {
  const { follow_ups } = tx.t
  const ours = and(eq(follow_ups.tenant_id, tenant_id), eq(follow_ups.id, id))
  const [resolved] = await tx.q
    .update(follow_ups)
    .set({ resolved_at_utc: nowOf(means.clock), resolved_by: actor.name, resolution: resolution ?? null })
    .where(and(ours, isNull(follow_ups.resolved_at_utc)))
    .returning()
  if (!resolved) return found(await tx.q.select().from(follow_ups).where(ours))
  await audit(tx, means, {
    ...actedBy(actor, tenant_id),
    action: 'follow_up.resolved',
    subject: `follow_up:${id}`,
    detail: { kind: resolved.kind },
  })
  return resolved
}

function found([row]: FollowUp[]): FollowUp {
  if (row) return row
  throw new Problem('not_found', 'There is no such follow-up')
}
