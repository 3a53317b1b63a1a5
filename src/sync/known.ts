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
/** So soon a subscription that was thrown away counts for nothing, whichever process threw it away. */
const FRESH_MS = 1000

/** At once where it is known, else when the database has answered; `undefined` for an id that is not ours. */
export type Known = (id: string) => KnownSubscription | Promise<KnownSubscription | undefined>

interface Kept extends KnownSubscription {
  /** The secret as it lies in the database: as long as it is the same, it need not be opened again. */
  sealed: string
  read_at_ms: number
}

/** Our subscriptions by Graph's id, from memory where they were read a moment ago, else from the database. */
export function knownSubscriptions(ctx: Context): Known {
  const kept = new Map<string, Kept>()
  const read = gather<string, KnownSubscription | undefined>(
    async (ids) => {
      const found = await load(ctx, ids, kept)
      for (const id of ids) keep(kept, id, found.get(id))
      return ids.map((id) => found.get(id))
    },
    { most: MOST_ASKED },
  )
  return (id) => {
    const one = kept.get(id)
    return one && Math.abs(ctx.clock.now_ms() - one.read_at_ms) < FRESH_MS ? one : read(id)
  }
}

async function load(ctx: Context, ids: string[], kept: Map<string, Kept>): Promise<Map<string, Kept>> {
  const { db, log, clock } = ctx
  const read_at_ms = clock.now_ms()
  const { graph_subscriptions: table } = db.t
  const rows = await db.q
    .select()
    .from(table)
    .where(and(inArray(table.subscription_id, [...new Set(ids)]), ne(table.status, 'retired')))
  const found = new Map<string, Kept>()
  for (const { id, subscription_id, tenant_id, salesperson_id, client_state: sealed } of rows) {
    const before = kept.get(subscription_id!)
    try {
      const isGenuine = before?.sealed === sealed ? before.isGenuine : await checkOf(ctx, sealed)
      found.set(subscription_id!, { tenant_id, salesperson_id, isGenuine, sealed, read_at_ms })
    } catch {
      // Sealed with a key that is gone: nobody can say whether an item is genuine, and cron makes a new one.
      log.error('subscription_secret_unreadable', { id, tenant_id })
    }
  }
  return found
}

async function checkOf({ seal, client_state_fallback: fallback }: Context, sealed: string) {
  const secret = sealed === '' ? fallback : await seal.open(sealed)
  return secret ? secretCheck(secret) : () => false
}

function keep(kept: Map<string, Kept>, id: string, one: Kept | undefined): void {
  if (!one) {
    kept.delete(id)
    return
  }
  kept.set(id, one)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
}
