import type { Db, Inserts, Limit } from '../../db/database.ts'
import { refusalOf } from '../../db/refusal.ts'
import { enqueue, type NewJob } from '../../jobs/enqueue.ts'
import { Problem } from '../../lib/problem.ts'
import type { Context } from '../context.ts'
import { letterJob } from '../letters/letterJob.ts'
import { around, bySalesperson, overdue, spansOf } from '../slots/agenda.ts'
import { limitsOf } from '../slots/limits.ts'
import { track } from '../track.ts'
import { ahead, loadsOf } from './assign.ts'
import { type Board, decide, type Placed, type Refusal } from './decide.ts'
import { expireJob, sweepExpired } from './expire.ts'
import { remember, replaysAmong, type StoredReply } from './idempotency.ts'
import { hasChoice, type Prepared, readable } from './prepared.ts'
import type { HoldReply } from './wish.ts'

export type HoldOutcome = { kind: 'held'; reply: HoldReply; replayed: boolean } | Refusal

/** So often a batch is tried together when another process is quicker with one of its times or keys. */
const ATTEMPTS = 3

/**
 * Decides many holds and stores them together, first come, first served. An answer is an error where that hold
 * cannot be judged: its key came with another body, or the tenant has changed since it was prepared (`unavailable`).
 */
export async function holdTogether(ctx: Context, prepared: Prepared[]): Promise<(HoldOutcome | Error)[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await placeTogether(ctx, prepared)
    } catch (error) {
      if (isOutrun(error) && attempt < ATTEMPTS) continue
      // One that cannot be stored takes no other with it.
      if (prepared.length > 1)
        return (await Promise.all(prepared.map((one) => holdTogether(ctx, [one])))).flat()
      if (isOutrun(error)) return [{ kind: 'refused', rule: 'claims', detail: '' }]
      return [error instanceof Error ? error : new Error(String(error))]
    }
  }
}

/** Another process claimed a time, or used a key, between our look and our insert. */
class Outrun extends Error {}

function isOutrun(error: unknown): boolean {
  return error instanceof Outrun || refusalOf(error) !== undefined
}

type Outcomes = (HoldOutcome | Problem)[]

/** Mostly there is only something to add; where holds are over that stand in the way, they go in one transaction. */
async function placeTogether(ctx: Context, prepared: Prepared[]): Promise<Outcomes> {
  const added = await ctx.db.atOnce(
    (db) => look(ctx, db, prepared),
    async (tx, seen) => (overdue(ctx, seen.claims).length > 0 ? undefined : place(ctx, tx, seen, prepared)),
  )
  if (added) return added
  return ctx.db.transaction(async (tx) => {
    const seen = await look(ctx, tx, prepared)
    await sweepExpired(ctx, tx, seen.claims)
    return place(ctx, tx, seen, prepared)
  })
}

interface Seen extends Board {
  /** What is known of a hold before it is decided: it was made before, or cannot be judged. */
  known: (HoldOutcome | Problem | undefined)[]
}

async function place(ctx: Context, tx: Inserts, seen: Seen, prepared: Prepared[]): Promise<Outcomes> {
  const decided = prepared.map((one, i) => seen.known[i] ?? decide(ctx, seen, one))
  await store(
    ctx,
    tx,
    decided.filter((one) => 'booking' in one),
  )
  return decided.map((one) => ('booking' in one ? { kind: 'held', reply: one.reply, replayed: false } : one))
}

/** All that the decisions rest on: what is claimed, who has how much to do, what is answered already, what has changed. */
async function look(ctx: Context, db: Db, prepared: Prepared[]): Promise<Seen> {
  const rivals = prepared.filter(hasChoice).flatMap((one) => [...one.busy.keys()])
  const uses = prepared.map((one) => one.use)
  const standing = await db.standing({
    spans: prepared.flatMap((one) => spansOf(readable(one), around(one.offer.type, one.start_ms))),
    ahead: ahead([...new Set(rivals)], ctx.clock.now_ms()),
    keys: uses.map((use) => use.key),
    tenant_ids: [...new Set(uses.map((use) => use.tenant_id))],
  })
  const replays = replaysAmong(standing.replies, uses)
  const revisions = new Map(standing.tenants.map((tenant) => [tenant.id, tenant.config_revision]))
  const known = prepared.map(({ offer: { config } }, i) => {
    const replay = replays[i]
    if (replay) return heldBefore(replay)
    if (revisions.get(config.tenant.id) === config.tenant.config_revision) return undefined
    return new Problem('unavailable', 'This has just changed. Try again.', {
      headers: { 'retry-after': '1' },
    })
  })
  return { claims: bySalesperson(standing.claims), loads: loadsOf(standing.workloads), known }
}

function heldBefore(replay: StoredReply | Problem): HoldOutcome | Problem {
  if (replay instanceof Problem) return replay
  return { kind: 'held', reply: replay.reply as HoldReply, replayed: true }
}

function jobsOf({ booking, prepared: { traceparent } }: Placed): NewJob[] {
  return [letterJob('verification', booking), expireJob(booking)].map((job) => ({ ...job, traceparent }))
}

function limits(ctx: Context, { claims, prepared: { offer, start_ms } }: Placed): Limit[] {
  const ids = claims.map(({ salesperson_id }) => salesperson_id)
  const chosen = offer.salespersons.filter(({ id }) => ids.includes(id))
  return limitsOf(ctx, offer.type, chosen, start_ms)
}

/** Stores all that was decided, with what a hold causes: letter, end, trace, and the reply for its key. */
async function store(ctx: Context, tx: Inserts, placed: Placed[]): Promise<void> {
  if (placed.length === 0) return
  const bookings = placed.map((one) => one.booking)
  const claims = placed.flatMap((one) => one.claims)
  const jobs = placed.flatMap(jobsOf)
  const replies = placed.map(({ prepared, reply }) => ({ ...prepared.use, status: 201, reply }))
  const [, accepted] = await Promise.all([
    tx.insertAll(tx.t.bookings, bookings),
    tx.claim(claims),
    enqueue(tx, ctx.clock, 'outbox_jobs', jobs),
    track(tx, ctx, ...bookings.map((booking) => ({ booking, kind: 'held' as const }))),
    remember(tx, ctx, replies),
  ])
  // The last place of a day may have gone to another transaction that runs beside this one.
  await tx.limit(
    placed.flatMap((one) => limits(ctx, one)),
    ctx.clock.now_ms(),
  )
  if (accepted.size < claims.length) throw new Outrun('Another process has claimed this time')
}
