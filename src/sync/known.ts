import { and, inArray, ne } from 'drizzle-orm'
import { gather } from '../lib/gather.ts'
import { secretCheck } from '../lib/secret.ts'
import type { Context } from './context.ts'

/** A subscription of ours as the receiver needs it. */
export interface KnownSubscription {
  tenant_id: string
  salesperson_id: string
  /** Whether this is its secret; always false where there is neither one of its own nor the fallback. */
  isGenuine(client_state: string): boolean
}

/** Past this many the one that was read first makes room. */
const MOST_KEPT = 20_000
/** Ids asked of the database at once. */
const MOST_ASKED = 200

/** At once where it is known, else when the database has answered; `undefined` for an id that is not ours. */
export type Known = (id: string) => KnownSubscription | Promise<KnownSubscription | undefined>

/**
 * Our subscriptions by Graph's id, from memory, else from the database. What an id stands for never changes, so what
 * is known stays known.
 */
export function knownSubscriptions(ctx: Context): Known {
  const kept = new Map<string, KnownSubscription>()
  const read = gather<string, KnownSubscription | undefined>(
    async (ids) => {
      const found = await load(ctx, ids)
      for (const [id, one] of found) keep(kept, id, one)
      return ids.map((id) => found.get(id))
    },
    { most: MOST_ASKED },
  )
  return (id) => kept.get(id) ?? read(id)
}

async function load(ctx: Context, ids: string[]): Promise<Map<string, KnownSubscription>> {
  const { db, seal, log, client_state_fallback: fallback } = ctx
  const { graph_subscriptions: table } = db.t
  const rows = await db.q
    .select()
    .from(table)
    .where(and(inArray(table.subscription_id, [...new Set(ids)]), ne(table.status, 'retired')))
  const found = new Map<string, KnownSubscription>()
  for (const { id, subscription_id, tenant_id, salesperson_id, client_state } of rows) {
    try {
      const secret = client_state === '' ? fallback : await seal.open(client_state)
      const isGenuine = secret ? secretCheck(secret) : () => false
      found.set(subscription_id!, { tenant_id, salesperson_id, isGenuine })
    } catch {
      // Sealed with a key that is gone: nobody can say whether an item is genuine, and cron makes a new one.
      log.error('subscription_secret_unreadable', { id, tenant_id })
    }
  }
  return found
}

function keep(kept: Map<string, KnownSubscription>, id: string, one: KnownSubscription): void {
  kept.set(id, one)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
}
