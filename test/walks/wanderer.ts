import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Booking } from '../../src/booking/advance.ts'
import { codeOf } from '../../src/booking/proof/code.ts'
import type { Purpose } from '../../src/booking/proof/token.ts'
import type { QueueName } from '../../src/db/queue.ts'
import { jobDesk } from '../../src/jobs/desk.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { Failure } from '../../src/lib/failure.ts'
import { Problem } from '../../src/lib/problem.ts'
import type { World } from '../support/world.ts'
import { checks } from './checks.ts'
import { postOf } from './post.ts'

const DAY_MS = 86_400_000

/** What chance may do: each deed by its name, as often as its weight says. */
export type Deeds = Record<string, { weight: number; does: () => Promise<unknown> }>

export type Wanderer = ReturnType<typeof wanderer>

/** Somebody who does at random whatever a customer, an admin, a provider or time may do, and looks at what came of it. */
export function wanderer(it: World, worker: Worker, seed: number) {
  const { ctx, desk, outlook, zoom, clock } = it
  const { db } = ctx
  const chance = seededEntropy(seed)
  const pick = <Item>(items: Item[]): Item | undefined => items[Math.floor(chance.uniform() * items.length)]
  const start = () => {
    const day = 1 + Math.floor(chance.uniform() * 3)
    const half_hours = 16 + Math.floor(chance.uniform() * 34)
    const today = Math.floor(clock.now_ms() / DAY_MS) * DAY_MS
    return new Date(today + day * DAY_MS + half_hours * 1_800_000).toISOString()
  }
  /** One of those in these states, by chance. */
  const pickIn = async (...states: Booking['status'][]) => {
    const { bookings } = db.t
    const all = db.q.select({ id: bookings.id }).from(bookings).where(inArray(bookings.status, states))
    const one = pick(await all.orderBy(bookings.id))
    return one && (await db.q.select().from(bookings).where(eq(bookings.id, one.id)))[0]
  }
  const tokenOf = async ({ tenant_id, id }: Booking, purpose: Purpose) => {
    const expires_at_ms = clock.now_ms() + DAY_MS
    return (await ctx.tokens.sign({ tenant_id, booking_id: id, purpose, expires_at_ms })).token
  }

  const looks = checks(it)
  const post = postOf(it, looks.taleOf)
  const loseAnswer = forgetful(ctx)
  const deeds: Deeds = {
    hold: {
      weight: 5,
      does: async () => {
        const customer = { name: 'Ada', email: 'ada@example.com', time_zone: 'Europe/Paris' }
        const meeting_type = pick(['intro-zoom', 'call-phone', 'panel'])!
        await desk.hold('acme', chance.secret(9), { meeting_type, start_at_utc: start(), customer })
      },
    },
    confirm: {
      weight: 4,
      does: async () => {
        const booking = await pickIn('held', 'failed')
        if (!booking?.verify_token_jti) return
        const code = codeOf(ctx.code_secret, booking.id, booking.verify_token_jti)
        await desk.confirm({ booking_id: booking.id, code }, 0)
      },
    },
    move: {
      weight: 2,
      does: async () => {
        const booking = await pickIn('confirmed')
        if (!booking) return
        const token = await tokenOf(booking, 'reschedule')
        await desk.reschedule(chance.secret(9), { token, start_at_utc: start() }, 0)
      },
    },
    cancel: {
      weight: 2,
      does: async () => {
        const booking = await pickIn('confirmed')
        if (booking) await desk.cancel(await tokenOf(booking, 'cancel'), 'No time')
      },
    },
    cancelByAdmin: {
      weight: 1,
      does: async () => {
        const booking = await pickIn('held', 'confirming', 'confirmed')
        if (!booking) return
        await desk.admin.cancel({ tenant_id: booking.tenant_id, booking_id: booking.id, actor: 'admin_key' })
      },
    },
    restore: {
      weight: 1,
      does: async () => {
        // Who asks before the cancellation is carried out waits for it; later than ten minutes after it nobody can.
        const { bookings } = db.t
        const own = and(
          eq(bookings.status, 'canceled'),
          eq(bookings.source, 'customer'),
          isNull(bookings.saga_id),
        )
        const latest = db.q.select().from(bookings).where(own).orderBy(desc(bookings.updated_at_utc))
        const [booking] = await latest.limit(1)
        if (booking) await desk.restore({ tenant_id: booking.tenant_id, booking_id: booking.id }, 0)
      },
    },
    loseAnswer: {
      weight: 1,
      does: async () => {
        loseAnswer(pick([...CHANGES])!)
      },
    },
    fail: {
      weight: 1,
      does: async () => {
        // What can never be taken away is left to a person, and stands outside: here it can, in the end.
        const passing = new Failure('retry', 'walk', 'by chance')
        const final = new Failure('permanent', 'walk', 'by chance')
        if (chance.uniform() < 0.3) outlook.switches.failNext(1, final, 'create')
        else if (chance.uniform() < 0.5) outlook.switches.failNext(1, passing, pick(['change', 'cancel']))
        else zoom.failNext(1, passing, pick(['create', 'change', 'delete']))
      },
    },
  }

  const jobs = jobDesk(db, clock, it.wake)
  /** What an admin may do with jobs at any time. */
  const withJobs: Deeds = {
    retryDead: {
      weight: 1,
      does: async () => {
        const { id: tenant_id } = (await it.acme()).tenant
        await jobs.retryAllDead(pick([...QUEUES])!, { tenant_id }, async () => {})
      },
    },
    hurry: {
      weight: 1,
      does: async () => {
        const queue = pick([...QUEUES])!
        const { [queue]: table } = db.t
        const one = pick(await db.q.select().from(table).where(eq(table.status, 'pending')).orderBy(table.id))
        if (one) await jobs.retry(queue, { id: String(one.id) }, async () => {})
      },
    },
  }

  const due = async (queue: QueueName) => {
    const { [queue]: jobs } = db.t
    const open = and(eq(jobs.status, 'pending'), ne(jobs.kind, 'expire_hold'))
    const rows = await db.q.select({ at: jobs.run_at_utc }).from(jobs).where(open).orderBy(jobs.run_at_utc)
    return rows[0]?.at.getTime() ?? Number.POSITIVE_INFINITY
  }
  const isRunning = async () => {
    const { outbox_jobs, webhook_jobs } = db.t
    const counts = await Promise.all(
      [outbox_jobs, webhook_jobs].map((jobs) => db.q.$count(jobs, eq(jobs.status, 'running'))),
    )
    return counts.some((count) => count > 0)
  }
  const arriveAll = async () => {
    do await worker.quiet()
    while ((await outlook.settled()) || (await isRunning()))
  }
  /** Does all that is to be done, whenever it is due; a hold that nobody confirms goes on. */
  const settle = async () => {
    // A worker whose clock is ahead begins by itself what is not due yet: nothing to do counts when it is seen twice.
    for (let nothing = 0; nothing < 2; ) {
      await arriveAll()
      const next_ms = Math.min(await due('outbox_jobs'), await due('webhook_jobs'))
      nothing = next_ms === Number.POSITIVE_INFINITY ? nothing + 1 : 0
      if (nothing === 0) clock.set(Math.max(clock.now_ms(), next_ms))
    }
  }

  return {
    chance,
    pick,
    start,
    deeds,
    withJobs,
    settle,
    /** One deed by chance, of these and of those of customers, admins and providers. */
    step: async (others: Deeds = {}) => {
      const all = Object.values({ ...deeds, ...others }).flatMap(({ weight, does }) =>
        Array(weight).fill(does),
      )
      await pick(all)().catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
      })
    },
    turnClock: () => clock.advance(Math.floor(chance.uniform() * 4 * 60_000)),
    timesOf: (kind: string) => {
      const { tracking_events: events } = db.t
      return db.q.$count(events, eq(events.kind, kind))
    },
    ...looks,
    ...post,
  }
}

const QUEUES = ['outbox_jobs', 'webhook_jobs'] as const

const CHANGES = [
  'outlook.create',
  'outlook.change',
  'outlook.cancel',
  'zoom.create',
  'zoom.change',
  'zoom.delete',
] as const

/** Lets a provider do what it is asked next, and the answer get lost; answers how to order that. */
function forgetful({ outlook, zoom }: World['ctx']): (change: (typeof CHANGES)[number]) => void {
  const ordered: string[] = []
  const forgetting = (name: string, provider: object, method: string) => {
    const does = Reflect.get(provider, method) as (...args: unknown[]) => Promise<unknown>
    Reflect.set(provider, method, async (...args: unknown[]) => {
      const answer = await does.apply(provider, args)
      const at = ordered.indexOf(name)
      if (at < 0) return answer
      ordered.splice(at, 1)
      throw new Failure('retry', 'deadline', 'No answer')
    })
  }
  for (const name of CHANGES) {
    const [provider, method] = name.split('.') as ['outlook' | 'zoom', string]
    forgetting(name, { outlook, zoom }[provider], method)
  }
  return (change) => void ordered.push(change)
}
