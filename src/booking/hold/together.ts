import type { Db } from '../../db/database.ts'
import { refusalOf } from '../../db/refusal.ts'
import { enqueue, type NewJob } from '../../jobs/enqueue.ts'
import { Problem } from '../../lib/problem.ts'
import type { Context } from '../context.ts'
import { letterJob } from '../letters/letterJob.ts'
import { around, claimsOf, spansOf } from '../slots/agenda.ts'
import { track } from '../track.ts'
import { loadsOf } from './assign.ts'
import { type Board, decide, type Placed, type Refusal } from './decide.ts'
import { expireJob, sweepExpired } from './expire.ts'
import { remember, replaysOf, type StoredReply } from './idempotency.ts'
import { hasChoice, type Prepared, readable } from './prepared.ts'
import type { HoldReply } from './wish.ts'

export type HoldOutcome = { kind: 'held'; reply: HoldReply; replayed: boolean } | Refusal

/** So often a batch is tried together when another process is quicker with one of its times or keys. */
const ATTEMPTS = 3

/**
 * Decides and stores many holds in one transaction, first come, first served. An answer is an error where that hold
 * cannot be judged: its key came with another body, or the tenant has changed since it was prepared (`unavailable`).
 */
export async function holdTogether(ctx: Context, prepared: Prepared[]): Promise<(HoldOutcome | Error)[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcomes = await ctx.db.transaction((tx) => transact(ctx, tx, prepared))
      ctx.wake()
      return outcomes
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
  return error instanceof Outrun || refusalOf(error) === 'duplicate'
}

async function transact(ctx: Context, tx: Db, prepared: Prepared[]): Promise<(HoldOutcome | Problem)[]> {
  const { known, ...board } = await read(ctx, tx, prepared)
  const decided = prepared.map((one, i) => known[i] ?? decide(ctx, board, one))
  await store(
    ctx,
    tx,
    decided.filter((one) => 'booking' in one),
  )
  return decided.map((one) => ('booking' in one ? { kind: 'held', reply: one.reply, replayed: false } : one))
}

/** All that the decisions rest on, in one flight: what is claimed, who has how much to do, what is answered already. */
async function read(ctx: Context, tx: Db, prepared: Prepared[]) {
  const spans = prepared.flatMap((one) => spansOf(readable(one), around(one.offer.type, one.start_ms)))
  const rivals = prepared.filter(hasChoice).flatMap((one) => [...one.busy.keys()])
  const tenants = new Set(prepared.map((one) => one.use.tenant_id))
  const [claims, loads, replays, configs] = await Promise.all([
    claimsOf(tx, spans),
    loadsOf(tx, [...new Set(rivals)], ctx.clock.now_ms()),
    replaysOf(
      tx,
      prepared.map((one) => one.use),
    ),
    ctx.catalogue.byId(tx, [...tenants]),
  ])
  await sweepExpired(ctx, tx, claims)
  const known = prepared.map(({ offer, use }, i) => {
    const replay = replays[i]
    if (replay) return heldBefore(replay)
    if (configs.get(use.tenant_id) !== offer.config)
      return new Problem('unavailable', 'This has just changed. Try again.')
    return undefined
  })
  return { claims, loads, known } satisfies Board & { known: unknown }
}

function heldBefore(replay: StoredReply | Problem): HoldOutcome | Problem {
  if (replay instanceof Problem) return replay
  return { kind: 'held', reply: replay.reply as HoldReply, replayed: true }
}

function jobsOf({ booking, prepared: { traceparent } }: Placed): NewJob[] {
  return [letterJob('verification', booking), expireJob(booking)].map((job) => ({ ...job, traceparent }))
}

/** Stores all that was decided, in one flight, with what a hold causes: letter, end, trace, and the reply for its key. */
async function store(ctx: Context, tx: Db, placed: Placed[]): Promise<void> {
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
  if (accepted.size < claims.length) throw new Outrun('Another process has claimed this time')
}
