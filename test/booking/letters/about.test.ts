import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { findsAbout } from '../../../src/booking/letters/about.ts'
import { jobDesk } from '../../../src/jobs/desk.ts'
import { Failure } from '../../../src/lib/failure.ts'
import { Problem } from '../../../src/lib/problem.ts'
import { ADA, customer } from '../../support/customer.ts'
import { onBothDatabases } from '../../support/databases.ts'
import { codeIn, inWorld, type World, world } from '../../support/world.ts'

const HOUR_MS = 3_600_000
/** Tuesday, 10:00 in Berlin. */
const TEN_MS = Date.UTC(2026, 11, 1, 9)

/** Holds for so many customers at once; their booking ids. */
const heldBy = ({ desk }: World, customers: number) =>
  Promise.all(
    Array.from({ length: customers }, async (_, i) => {
      const held = await desk.hold('acme', `key ${i}`, {
        meeting_type: 'intro-zoom',
        start_at_utc: new Date(TEN_MS + i * HOUR_MS).toISOString(),
        salesperson: 'berlin',
        customer: { name: 'Ada', email: `ada${i}@example.com`, time_zone: 'Europe/Paris' },
      })
      return held.reply.booking_id
    }),
  )

onBothDatabases('letters that are written at once', (fresh) => {
  test('each find their own booking; what is missing or another tenant’s fails alone', async () => {
    const { db } = await fresh()
    const it = await world(db)
    const [one = '', two = ''] = await heldBy(it, 2)
    const find = findsAbout(it.ctx)
    const { id: tenant_id } = (await it.acme()).tenant
    const outcomes = await Promise.all(
      [
        { booking_id: two, tenant_id },
        { booking_id: 'none', tenant_id },
        { booking_id: one, tenant_id: 'another' },
        { booking_id: one, tenant_id },
      ].map((which) => find(which).catch((error) => error)),
    )
    const told = outcomes.map((it) => (it instanceof Problem ? it.code : it.booking.customer_email))
    expect(told).toEqual(['ada1@example.com', 'booking_not_found', 'booking_not_found', 'ada0@example.com'])
    expect(outcomes[3].config.tenant.slug).toBe('acme')
  })

  test('reach each customer once, each with a code of their own', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      await heldBy(it, 5)
      await worker.quiet()
      const letters = it.mail.list()
      expect(letters.map(({ to }) => to).sort()).toEqual([0, 1, 2, 3, 4].map((i) => `ada${i}@example.com`))
      expect(new Set(letters.map(codeIn)).size).toBe(5)
    })
  })
})

onBothDatabases('a letter that does not go out', (fresh) => {
  test('is tried ten times, and then is a dead job and a follow-up; an admin may have it sent after all', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const { id, tenant_id } = await ada.confirm(await ada.hold())
      const { send } = it.mail
      let tries = 0
      it.mail.send = async () => {
        tries += 1
        throw new Failure('retry', 'smtp_421', 'Come back later')
      }
      await it.desk.sendLinks(id, ADA.email)
      await ada.settle()
      expect(tries).toBe(10)
      const [dead] = await db.q.select().from(db.t.outbox_jobs).where(eq(db.t.outbox_jobs.status, 'dead'))
      expect(dead).toMatchObject({ kind: 'send_letter', attempts: 10, tenant_id })
      expect(dead!.last_error).toStartWith('smtp_421')
      expect(await ada.followUps()).toMatchObject([
        { kind: 'letter_not_sent', booking_id: id, detail: { letter: 'fresh_links' } },
      ])
      it.mail.send = send
      const letters = it.mail.list(ADA.email).length
      const desk = jobDesk(db, it.clock, it.wake)
      await desk.retry('outbox_jobs', { tenant_id, id: String(dead!.id) }, async () => {})
      await ada.settle()
      expect(it.mail.list(ADA.email)).toHaveLength(letters + 1)
    })
  })
})

onBothDatabases('a code that could not be sent before its hold was over', (fresh) => {
  test('is a follow-up: the customer waited for it in vain, and would be nobody’s business else', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const { send } = it.mail
      it.mail.send = async () => {
        throw new Failure('retry', 'mail_not_sent', 'Nobody answers')
      }
      const [id = ''] = await heldBy(it, 1)
      await worker.quiet()
      it.clock.advance(11 * 60_000)
      await ada.settle()
      expect((await ada.booking(id)).status).toBe('expired')
      expect(await ada.followUps()).toMatchObject([
        { kind: 'letter_not_sent', booking_id: id, detail: { letter: 'verification' } },
      ])
      // Whoever has all that died done again, once the mail server is back, is rid of it.
      it.mail.send = send
      const { outbox_jobs: jobs } = db.t
      const [dead] = await db.q.select().from(jobs).where(eq(jobs.status, 'dead'))
      const { tenant_id } = dead!
      await jobDesk(db, it.clock, it.wake).retry(
        'outbox_jobs',
        { tenant_id, id: String(dead!.id) },
        async () => {},
      )
      await ada.settle()
      expect(await db.q.select().from(jobs).where(eq(jobs.status, 'dead'))).toEqual([])
      expect(it.mail.list()).toEqual([])
    })
  })

  test('is none where the customer has given the time back', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      it.mail.send = async () => {
        throw new Failure('retry', 'mail_not_sent', 'Nobody answers')
      }
      await heldBy(it, 1)
      await worker.quiet()
      await db.q.update(db.t.bookings).set({ status: 'canceled', verify_token_jti: null })
      it.clock.advance(11 * 60_000)
      await ada.settle()
      expect(await ada.followUps()).toEqual([])
      expect(await db.q.select().from(db.t.outbox_jobs).where(eq(db.t.outbox_jobs.status, 'dead'))).toEqual(
        [],
      )
    })
  })
})

onBothDatabases('holds that end at once', (fresh) => {
  test('expire and give their time back, but for the one that was prolonged meanwhile', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const [longer = '', ...others] = await heldBy(it, 4)
      it.clock.advance(9 * 60_000)
      await prolong(it, longer)
      it.clock.advance(2 * 60_000)
      await worker.quiet()
      const rows = await db.q.select().from(db.t.bookings)
      expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
        new Map([[longer, 'held'], ...others.map((id) => [id, 'expired'] as const)]),
      )
      const claims = await db.q.select().from(db.t.slot_claims)
      expect(claims.map((claim) => claim.booking_id)).toEqual([longer])
      const told = await db.q.select().from(db.t.tracking_events)
      expect(
        told
          .filter(({ kind }) => kind === 'expired')
          .map(({ booking_id }) => booking_id)
          .sort(),
      ).toEqual(others.sort())
    })
  })
})

async function prolong(it: World, booking_id: string) {
  const { bookings } = it.ctx.db.t
  const hold_expires_at_utc = new Date(it.clock.now_ms() + HOUR_MS)
  await it.ctx.db.q.update(bookings).set({ hold_expires_at_utc }).where(eq(bookings.id, booking_id))
}
