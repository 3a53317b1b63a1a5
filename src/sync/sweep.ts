import { z } from 'zod'
import type { CronEntry } from '../jobs/cron.ts'
import { describe } from '../jobs/describe.ts'
import { enqueue, PRIORITY } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import { isFinal } from '../lib/failure.ts'
import type { Context } from './context.ts'
import { UNOWNED } from './forEver.ts'
import { activeOwners, busyOwners, type MailboxOwner } from './mailboxes.ts'
import { tellOfRefusal } from './refusing.ts'
import { sweepOf } from './resync.ts'

const SWEEP = 'sweep'
const PERIOD_MS = 60_000
/** Who has nothing to come is swept once in so many turns, for events that have outlived their bookings. */
const TURNS = 60
/** Mailboxes swept in one turn, and at once; where there are more, each has its turn less often. */
const MOST_A_TURN = 300
const AT_ONCE = 4

const payload = z.object({ turn: z.number().int() })

/** Every minute a turn: what no notification told is found all the same. */
export function sweepEntry({ clock }: Context): CronEntry {
  return {
    name: SWEEP,
    period_ms: PERIOD_MS,
    fire: (tx, tick_at_ms) =>
      enqueue(tx, clock, 'webhook_jobs', [
        { kind: SWEEP, key: 'turn', payload: { turn: tick_at_ms / PERIOD_MS }, priority: PRIORITY.later },
      ]),
  }
}

/** One turn of the timer. A mailbox that fails is told and has its next turn. */
export function sweeping(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    ...UNOWNED,
    name: SWEEP,
    queue: 'webhook_jobs',
    schema: payload,
    deadline_ms: 10 * 60_000,
    backoff: { base_ms: 1000, cap_ms: 60_000 },
    perform: async ({ turn }, { signal }) => {
      const waiting = await ownersOf(ctx, turn)
      const sweeper = async () => {
        for (let owner = waiting.pop(); owner && !signal.aborted; owner = waiting.pop())
          await sweepOrTell(ctx, owner)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, sweeper))
    },
  }
}

/** Those with meetings to come, in groups when they are many, and within the hour everybody else. */
async function ownersOf(ctx: Context, turn: number): Promise<MailboxOwner[]> {
  const busy = await busyOwners(ctx)
  const groups = Math.ceil(busy.length / MOST_A_TURN)
  const ids = new Set(busy.map(({ salesperson_id }) => salesperson_id))
  const others = (await activeOwners(ctx)).filter(
    ({ salesperson_id }, place) => place % TURNS === turn % TURNS && !ids.has(salesperson_id),
  )
  return [...busy.filter((_, place) => place % groups === turn % groups), ...others.slice(0, MOST_A_TURN)]
}

async function sweepOrTell(ctx: Context, owner: MailboxOwner): Promise<void> {
  try {
    await sweepOf(ctx, owner)
  } catch (error) {
    const said = describe(error)
    ctx.log.warn('sweep_failed', { salesperson_id: owner.salesperson_id, error: said.code })
    // What may heal is left to the next turn.
    if (isFinal(error)) await tellOfRefusal(ctx.db, ctx, owner, said)
  }
}
