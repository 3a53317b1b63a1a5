import { asc, eq } from 'drizzle-orm'
import type { Worker } from '../../src/jobs/worker.ts'
import { codeIn, type World } from './world.ts'

export const ADA = {
  name: 'Ada',
  email: 'ada@example.com',
  phone: '+49 30 1234567',
  time_zone: 'Europe/Berlin',
  locale: 'en',
}

export type TypeSlug = 'intro-zoom' | 'demo-teams' | 'call-phone'

const ANSWERS = { company: 'Lovelace Ltd', team_size: '1 to 10' }

/** What a customer does in a world, and what stands there afterwards. */
export function customer(it: World, worker: Worker) {
  const { desk, mail, ctx, outlook, zoom, clock } = it
  const { db } = ctx
  let keys = 0

  const slots = async (type: TypeSlug = 'intro-zoom') => {
    const range = { tenant: 'acme', from: '2026-12-01', to: '2026-12-03', time_zone: 'Europe/Berlin' }
    const found = await desk.listSlots({ ...range, meeting_type: type, salesperson: 'berlin' })
    return found.slots.map((slot) => slot.start_at_utc)
  }
  /** Holds the first slot that is free, or the one given. */
  const hold = async (type: TypeSlug = 'intro-zoom', start_at_utc?: string) => {
    keys += 1
    const wish = {
      meeting_type: type,
      start_at_utc: start_at_utc ?? (await slots(type))[0]!,
      salesperson: 'berlin',
      customer: ADA,
      ...(type === 'demo-teams' ? { answers: ANSWERS } : {}),
    }
    const { reply } = await desk.hold('acme', `hold-${keys}`, wish)
    await worker.quiet()
    return { ...reply, code: codeIn(mail.list(ADA.email)[0]) }
  }
  const booking = async (id: string) => {
    const [row] = await db.q.select().from(db.t.bookings).where(eq(db.t.bookings.id, id))
    return row!
  }
  /** Does every job, turning the clock to whatever is due next, until nothing waits. */
  const settle = async () => {
    for (;;) {
      await worker.quiet()
      const [next] = await waiting()
      if (!next) return
      clock.set(Math.max(clock.now_ms(), next.run_at_utc.getTime()))
    }
  }
  const waiting = async () => {
    const { outbox_jobs: jobs } = db.t
    const rows = await db.q
      .select({ kind: jobs.kind, run_at_utc: jobs.run_at_utc })
      .from(jobs)
      .where(eq(jobs.status, 'pending'))
      .orderBy(asc(jobs.run_at_utc))
    // The end of a hold lies ahead of all retries; who wants it turns the clock there.
    return rows.filter((job) => job.kind !== 'expire_hold')
  }
  return {
    slots,
    hold,
    booking,
    settle,
    /** Confirms by code and waits until the saga has ended, well or not. */
    confirm: async ({ booking_id, code }: { booking_id: string; code: string }) => {
      const answer = desk.confirm({ booking_id, code }).catch((error: unknown) => error)
      while ((await booking(booking_id)).status === 'held') await Bun.sleep(1)
      await settle()
      await answer
      return booking(booking_id)
    },
    mailbox: async () => {
      const acme = await it.acme()
      return { m365_tenant_id: acme.tenant.id, user: 'berlin@acme.example' }
    },
    events: async () => outlook.playground.events(await customerMailbox(it)),
    meetings: () => zoom.meetings(),
    claims: () => db.q.select().from(db.t.slot_claims),
    saga: async (booking_id: string) => {
      const { sagas } = db.t
      const rows = await db.q
        .select()
        .from(sagas)
        .where(eq(sagas.booking_id, booking_id))
        .orderBy(asc(sagas.id))
      return rows.at(-1)!
    },
    compensations: (booking_id: string) => {
      const { saga_compensations: rows } = db.t
      return db.q.select().from(rows).where(eq(rows.booking_id, booking_id)).orderBy(asc(rows.position))
    },
    followUps: () => db.q.select().from(db.t.follow_ups).orderBy(asc(db.t.follow_ups.id)),
    /** Subjects of the letters to Ada, the latest first. */
    letters: () => mail.list(ADA.email).map((letter) => letter.subject),
  }
}

async function customerMailbox(it: World) {
  return { m365_tenant_id: (await it.acme()).tenant.id, user: 'berlin@acme.example' }
}
