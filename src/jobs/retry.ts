import { and, eq, inArray, or } from 'drizzle-orm'
import type { Database, Db } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import { refusalOf } from '../db/refusal.ts'
import { type Clock, nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { findRow, type JobId } from './show.ts'
import { is } from './status.ts'
import type { Witness } from './witness.ts'

/**
 * Has a dead job done again, with all its attempts before it; has a pending one done at once. Wake the worker then.
 * Throws `not_found`, and `conflict` when it is neither dead nor pending. Where a pending job of its key waits, that
 * one is left to do the work, and the dead one is canceled.
 */
export async function retryJob(
  db: Database,
  clock: Clock,
  queue: QueueName,
  which: JobId,
  witness?: Witness,
): Promise<void> {
  await again(() =>
    db.transaction(async (tx) => {
      const row = await findRow(tx, queue, which)
      if (row.status === 'dead') await revive(tx, clock, queue, [row])
      else if (row.status === 'pending') await hurry(tx, clock, queue, row.id)
      else throw new Problem('conflict', 'Only a dead or a pending job can be tried again')
      await witness?.(tx, 1)
    }),
  )
}

const STEP = 500

/**
 * Has all dead jobs of a tenant done again, or those of one kind; answers how many. In steps, so that thousands do
 * not hold up anyone. Wake the worker then.
 */
export async function retryAllDead(
  db: Database,
  clock: Clock,
  queue: QueueName,
  which: { tenant_id?: string; kind?: string },
  witness?: Witness,
): Promise<number> {
  for (let sum = 0; ; ) {
    const { seen, revived } = await again(() =>
      db.transaction(async (tx) => {
        const dead = await someDead(tx, queue, which)
        const revived = await revive(tx, clock, queue, dead)
        if (revived > 0) await witness?.(tx, revived)
        return { seen: dead.length, revived }
      }),
    )
    sum += revived
    if (seen < STEP) return sum
  }
}

interface Dead {
  id: number
  kind: string
  key: string | null
}

/** In the order of their index. None of them is dead after the step, so the next step finds others. */
function someDead(
  tx: Db,
  queue: QueueName,
  { tenant_id, kind }: { tenant_id?: string; kind?: string },
): Promise<Dead[]> {
  const table = tx.t[queue]
  return tx.q
    .select({ id: table.id, kind: table.kind, key: table.key })
    .from(table)
    .where(
      and(
        is.dead,
        tenant_id === undefined ? undefined : eq(table.tenant_id, tenant_id),
        kind === undefined ? undefined : eq(table.kind, kind),
      ),
    )
    .orderBy(table.id)
    .limit(STEP)
}

/** Answers how many are pending now. Of several of one key the newest is, and none where one waits already. */
async function revive(tx: Db, clock: Clock, queue: QueueName, dead: Dead[]): Promise<number> {
  const taken = await takenKeys(tx, queue, dead)
  const chosen: number[] = []
  const superseded: number[] = []
  for (const { id, kind, key } of dead.toReversed()) {
    const name = nameOf(kind, key)
    const isTaken = key !== null && taken.has(name)
    ;(isTaken ? superseded : chosen).push(id)
    taken.add(name)
  }
  await change(tx, queue, superseded, { status: 'canceled' })
  return change(tx, queue, chosen, {
    status: 'pending',
    attempts: 0,
    run_at_utc: nowOf(clock),
    finished_at_utc: null,
  })
}

async function takenKeys(tx: Db, queue: QueueName, dead: Dead[]): Promise<Set<string>> {
  const table = tx.t[queue]
  const keyed = dead.filter((job) => job.key !== null)
  if (keyed.length === 0) return new Set()
  const kinds = [...new Set(keyed.map((job) => job.kind))]
  const rows = await tx.q
    .select({ kind: table.kind, key: table.key })
    .from(table)
    .where(
      and(
        is.pending,
        or(
          ...kinds.map((kind) =>
            and(
              eq(table.kind, kind),
              inArray(
                table.key,
                keyed.filter((job) => job.kind === kind).map((job) => job.key!),
              ),
            ),
          ),
        ),
      ),
    )
  return new Set(rows.map((row) => nameOf(row.kind, row.key)))
}

type Change = Partial<Db['t'][QueueName]['$inferInsert']>

async function change(tx: Db, queue: QueueName, ids: number[], to: Change): Promise<number> {
  if (ids.length === 0) return 0
  const table = tx.t[queue]
  const changed = await tx.q
    .update(table)
    .set(to)
    .where(and(inArray(table.id, ids), is.dead))
    .returning({ id: table.id })
  return changed.length
}

async function hurry(tx: Db, clock: Clock, queue: QueueName, id: number): Promise<number> {
  const table = tx.t[queue]
  const hurried = await tx.q
    .update(table)
    .set({ run_at_utc: nowOf(clock) })
    .where(and(eq(table.id, id), is.pending))
    .returning({ id: table.id })
  return hurried.length
}

function nameOf(kind: string, key: string | null): string {
  return JSON.stringify([kind, key])
}

/** A job of the same key may be enqueued between the look and the write; then the look is repeated. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left -= 1) {
    try {
      return await work()
    } catch (error) {
      if (left === 0 || refusalOf(error) !== 'duplicate') throw error
    }
  }
}
