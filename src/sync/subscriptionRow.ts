import { and, eq, ne } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Tables } from '../db/schema.ts'
import type { Context } from './context.ts'

export type SubscriptionRow = Tables['graph_subscriptions']['$inferSelect']
export type SubscriptionChange = Partial<Tables['graph_subscriptions']['$inferInsert']>

/** The health of a subscription as admins see it. */
export type Health = 'healthy' | 'expiring' | 'expired' | 'failing'

/** The subscription of a salesperson that is not retired, or `undefined`. */
export async function rowOf({ q, t }: Db, salesperson_id: string): Promise<SubscriptionRow | undefined> {
  const { graph_subscriptions: table } = t
  const [row] = await q
    .select()
    .from(table)
    .where(and(eq(table.salesperson_id, salesperson_id), ne(table.status, 'retired')))
  return row
}

/** The subscriptions of all tenants that are not retired. */
export function everyRow({ q, t }: Db): Promise<SubscriptionRow[]> {
  const { graph_subscriptions: table } = t
  return q.select().from(table).where(ne(table.status, 'retired'))
}

/** Changes a row of ours. */
export async function changeRow(
  { q, t }: Db,
  { clock }: Pick<Context, 'clock'>,
  id: string,
  change: SubscriptionChange,
): Promise<void> {
  const { graph_subscriptions: table } = t
  await q
    .update(table)
    .set({ ...change, updated_at_utc: new Date(clock.now_ms()) })
    .where(eq(table.id, id))
}

/** What is subscribed to: all events of the mailbox. */
export function resourceOf({ user }: { user: string }): string {
  return `users/${user}/events`
}

/** True when Graph would still send something. */
export function isLiving({ subscription_id, expiration_utc }: SubscriptionRow, now_ms: number): boolean {
  return subscription_id !== null && (expiration_utc?.getTime() ?? 0) > now_ms
}

/** True once half of the granted life is over. */
export function isHalfOver({ granted_at_utc, expiration_utc }: SubscriptionRow, now_ms: number): boolean {
  const [from_ms, until_ms] = [granted_at_utc?.getTime() ?? 0, expiration_utc?.getTime() ?? 0]
  return now_ms >= (from_ms + until_ms) / 2
}

/** `failing`: the last attempt failed; `expired`: Graph sends nothing; `expiring`: it should have been renewed. */
export function healthOf(row: SubscriptionRow, now_ms: number): Health {
  const living = isLiving(row, now_ms)
  if (row.status === 'failing') return living || row.subscription_id === null ? 'failing' : 'expired'
  if (!living) return 'expired'
  return remainsLittle(row, now_ms) ? 'expiring' : 'healthy'
}

function remainsLittle({ granted_at_utc, expiration_utc }: SubscriptionRow, now_ms: number): boolean {
  const [from_ms, until_ms] = [granted_at_utc?.getTime() ?? 0, expiration_utc?.getTime() ?? 0]
  return until_ms - now_ms < (until_ms - from_ms) * 0.4
}
