import { expect } from 'bun:test'
import { eq, ne } from 'drizzle-orm'
import type { Booking } from '../../src/booking/advance.ts'
import type { World } from '../support/world.ts'
import { MAILBOXES } from './office.ts'

/** What must be so, whatever happened. */
export function checks({ ctx: { db }, acme, outlook, zoom }: World) {
  const everyBooking = () => db.q.select().from(db.t.bookings).orderBy(db.t.bookings.id)
  const confirmed = async () => (await everyBooking()).filter(({ status }) => status === 'confirmed')

  /** What became of a booking: what one who wonders about it would ask first. */
  const taleOf = async (id: string) => {
    const { bookings, sagas, saga_compensations: undoings, outbox_jobs, webhook_jobs } = db.t
    const [booking] = await db.q.select().from(bookings).where(eq(bookings.id, id))
    const tried = await db.q.select().from(sagas).where(eq(sagas.booking_id, id))
    const undone = await db.q.select().from(undoings).where(eq(undoings.booking_id, id))
    const tracked = await tracesOf(id)
    const left = await Promise.all(
      [outbox_jobs, webhook_jobs].map((jobs) => db.q.select().from(jobs).where(ne(jobs.status, 'done'))),
    )
    const its = left.flat().filter((job) => JSON.stringify(job).includes(id))
    return { booking, tried, undone, tracked, left: its }
  }
  const tracesOf = async (id: string) => {
    const { tracking_events: events } = db.t
    const rows = await db.q.select().from(events).where(eq(events.booking_id, id)).orderBy(events.id)
    return rows.map(({ kind, detail }) => `${kind} ${JSON.stringify(detail)}`)
  }
  const idsTracked = async (kind: string) => {
    const { tracking_events: events } = db.t
    const rows = await db.q.select({ id: events.booking_id }).from(events).where(eq(events.kind, kind))
    return new Set(rows.map(({ id }) => id))
  }
  /** In which events were seen. */
  const mailboxes = new Set<string>()
  /** In every mailbox that a salesperson has, or may have had. */
  const events = async () => {
    const { tenant } = await acme()
    const m365_tenant_id = tenant.m365_tenant_id ?? tenant.id
    const all = Object.values(MAILBOXES)
      .flat()
      .map((user) => ({ m365_tenant_id, user }))
      .flatMap((mailbox) => outlook.playground.events(mailbox).map((event) => ({ ...event, mailbox })))
    for (const { mailbox } of all) mailboxes.add(mailbox.user)
    return all
  }

  return {
    taleOf,
    events,
    mailboxes,
    /** How many bookings of several salespersons were confirmed. */
    panels: async () => {
      const ids = await idsTracked('confirmed')
      return (await everyBooking()).filter((one) => ids.has(one.id) && one.other_salesperson_ids.length > 0)
        .length
    },
    /** All claims with their bookings; a booking's claims must be what its state says. */
    checkClaims: async () => {
      const { bookings: booking, slot_claims: claim } = db.t
      // One query, for one moment: the worker goes on meanwhile.
      const rows = await db.q
        .select({ booking, claim })
        .from(booking)
        .leftJoin(claim, eq(claim.booking_id, booking.id))
        .orderBy(claim.from_utc)
      const bookings = new Map(rows.map((row) => [row.booking.id, row.booking]))
      const claims = rows.flatMap((row) => row.claim ?? [])
      const last = new Map<string, (typeof claims)[number]>()
      for (const claim of claims) {
        const before = last.get(claim.salesperson_id)
        if (before && before.booking_id !== claim.booking_id)
          expect(before.until_utc.getTime()).toBeLessThanOrEqual(claim.from_utc.getTime())
        if (!before || claim.until_utc > before.until_utc) last.set(claim.salesperson_id, claim)
      }
      const overlapping = await idsTracked('overlap_after_move')
      const byBooking = Map.groupBy(claims, (claim) => claim.booking_id)
      for (const one of bookings.values())
        expectToMatch(one, byBooking.get(one.id) ?? [], overlapping.has(one.id))
    },
    /** Each booking has a tracking event of its state, and each cancellation a row in the audit by whoever canceled. */
    checkTraces: async () => {
      const { tracking_events: events, audit_logs: audit } = db.t
      const kinds = new Set(
        (await db.q.select().from(events)).map(({ booking_id, kind }) => `${booking_id} ${kind}`),
      )
      const canceled = await db.q.select().from(audit).where(eq(audit.action, 'booking.canceled'))
      const sources = new Set(canceled.map(({ subject, source }) => `${subject} ${source}`))
      for (const { id, status, source } of await everyBooking()) {
        expect(kinds).toContain(`${id} held`)
        expect(kinds).toContain(`${id} ${status}`)
        if (status === 'canceled') expect(sources).toContain(`booking:${id} ${source}`)
      }
    },
    /** Outside stands what the confirmed bookings say, and nothing else; but for those of which a person was asked. */
    checkOutside: async (asked: Set<string> = new Set()) => {
      const wanted = (await confirmed()).filter(({ id }) => !asked.has(id))
      const living = new Map(wanted.map((one) => [one.id, one]))
      const stand = (await events()).filter(({ booking_id }) => !asked.has(booking_id!))
      const wrong = stand.filter(
        (event) => living.get(event.booking_id!)?.start_at_utc.getTime() !== event.start_ms,
      )
      expect(await Promise.all(wrong.map(({ booking_id }) => taleOf(booking_id!)))).toEqual([])
      const stood = new Set(stand.map(({ booking_id }) => booking_id))
      const bare = wanted.filter(({ id }) => !stood.has(id))
      expect(await Promise.all(bare.map(({ id }) => taleOf(id)))).toEqual([])
      expect(stood.size).toBe(stand.length)
      const times = (id: string, from: Date | number) => `${id} ${new Date(from).toISOString()}`
      const meetings = zoom.meetings().filter(({ booking_id }) => !asked.has(booking_id))
      const onZoom = wanted.filter(({ location }) => location.kind === 'zoom')
      expect(meetings.map((one) => times(one.booking_id, one.start_ms)).sort()).toEqual(
        onZoom.map(({ id, start_at_utc }) => times(id, start_at_utc)).sort(),
      )
    },
  }
}

type Claim = { start_at_utc: Date; expires_at_utc: Date | null }

function expectToMatch(booking: Booking, claims: Claim[], mayOverlap: boolean) {
  const { id, status, saga_id, start_at_utc } = booking
  const claimsTime = ['held', 'confirming', 'confirmed'].includes(status)
  // A booking that is being moved claims its old and its new time.
  const people = 1 + booking.other_salesperson_ids.length
  const most = claimsTime ? people * (status === 'confirmed' && saga_id !== null ? 2 : 1) : 0
  expect({ id, status, claims: claims.length }).toEqual({ id, status, claims: Math.min(claims.length, most) })
  if (!claimsTime) return
  const own = claims.filter((claim) => claim.start_at_utc.getTime() === start_at_utc.getTime())
  // Who was moved in Outlook onto time that was claimed has none.
  if (mayOverlap && own.length < people) return
  expect({ id, status, own: own.length }).toEqual({ id, status, own: people })
  for (const claim of own) expect(claim.expires_at_utc !== null).toBe(status === 'held')
}
