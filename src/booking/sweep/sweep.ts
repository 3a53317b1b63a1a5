import { and, eq, exists, gt, ne } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../db/database.ts'
import type { CronEntry } from '../../jobs/cron.ts'
import { enqueue, PRIORITY } from '../../jobs/enqueue.ts'
import type { JobKind } from '../../jobs/kind.ts'
import { Failure } from '../../lib/failure.ts'
import { findTenantById, salespersonById } from '../../tenants/find.ts'
import type { Context } from '../context.ts'
import { reviveSagas } from '../saga/revive.ts'
import { sweepOutlook } from './outlook.ts'
import { sweepZoom } from './zoom.ts'

const PERIOD_MS = 10 * 60_000

/** Every ten minutes: sagas that nobody works on go on, and each salesperson's calendar and meetings are compared. */
export function sweepEntry({ clock }: Context): CronEntry {
  return {
    name: 'sweep_orphans',
    period_ms: PERIOD_MS,
    fire: async (tx, tick_at_ms) => {
      await reviveSagas(tx, clock)
      const people = await expecting(tx, tick_at_ms)
      await enqueue(
        tx,
        clock,
        'outbox_jobs',
        people.map(({ id, tenant_id }, i) => ({
          kind: 'sweep_orphans',
          tenant_id,
          key: id,
          payload: { tenant_id, salesperson_id: id },
          priority: PRIORITY.later,
          // Spread over the period, so that the providers hear of it evenly.
          run_at_ms: tick_at_ms + Math.floor((i * PERIOD_MS) / people.length),
        })),
      )
    },
  }
}

/** Who has, or had, anything ahead. */
function expecting({ q, t }: Db, now_ms: number) {
  const { salespersons, bookings } = t
  const ahead = q
    .select({ id: bookings.id })
    .from(bookings)
    .where(
      and(
        eq(bookings.salesperson_id, salespersons.id),
        gt(bookings.start_at_utc, new Date(now_ms)),
        ne(bookings.status, 'expired'),
      ),
    )
  return q
    .select({ id: salespersons.id, tenant_id: salespersons.tenant_id })
    .from(salespersons)
    .where(exists(ahead))
}

const payload = z.object({ tenant_id: z.string(), salesperson_id: z.string() })

/**
 * Compares what bears our mark outside with the bookings of one salesperson: what belongs to none that lives is
 * removed, what is missing is followed up. A provider that is down is left to the next time.
 */
export function sweepOrphans(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    name: 'sweep_orphans',
    queue: 'outbox_jobs',
    schema: payload,
    concurrency: 2,
    deadline_ms: 300_000,
    backoff: { base_ms: 1000, cap_ms: 60_000 },
    max_attempts: 3,
    perform: async ({ tenant_id, salesperson_id }) => {
      const config = await findTenantById(ctx.catalogue, ctx.db, tenant_id)
      const salesperson = salespersonById(config, salesperson_id)
      for (const [what, sweep] of SWEEPS) {
        await sweep(ctx, config, salesperson).catch((error) => {
          if (!(error instanceof Failure)) throw error
          ctx.log.warn('sweep_failed', { tenant_id, salesperson_id, what, code: error.code })
        })
      }
    },
  }
}

/** By what the log calls them; in the binary a function has lost its own name. */
const SWEEPS = [
  ['zoom', sweepZoom],
  ['outlook', sweepOutlook],
] as const
