import { expect, test } from 'bun:test'
import { bookingEntries } from '../../src/booking/entries.ts'
import type { Database } from '../../src/db/database.ts'
import { CLAIMED as CLAIMED_BY_POSTGRES } from '../../src/db/postgres/claimed.ts'
import { STANDING } from '../../src/db/postgres/standing.ts'
import { CLAIMED as CLAIMED_BY_SQLITE } from '../../src/db/sqlite/claimed.ts'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import { createMetrics } from '../../src/lib/metrics.ts'
import { followUpGauge } from '../../src/tenants/gauges.ts'
import { listAuditLogs, listFollowUps, listTrackingEvents } from '../../src/tenants/traces.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld } from '../support/outlookWorld.ts'
import { raw } from '../support/raw.ts'
import { recorded, type Statement } from '../support/recorded.ts'
import { booking as storedBooking } from '../support/rows.ts'
import { MONDAY_MS, tokenIn, type World, world } from '../support/world.ts'

const ROWS = 3000
const TENANTS = 100
const HOUR_MS = 3_600_000

/** What grows for as long as Holdfast runs; reading any of these as a whole would be felt one day. */
const GROWING = [
  ...['bookings', 'slot_claims', 'idempotency_keys', 'tracking_events', 'audit_logs', 'follow_ups', 'sagas'],
  ...['saga_compensations', 'graph_events', 'zoom_meetings', 'outbox_jobs', 'webhook_jobs'],
  'token_consumptions',
]
/** An index that holds only the few that are not done may be read as a whole. */
const WHOLE = new RegExp(
  `(Seq Scan on|SCAN) (${GROWING.join('|')}|c)\\b(?! USING (COVERING )?INDEX \\w+_(open|due|leased|dead)\\b)`,
)
/** How the tests themselves look whether anything is due. */
const OURS = /^select ("kind", )?"run_at_utc"(, "status")? from|where false$/

onBothDatabases('in a house that has been busy for years', (fresh, dialect) => {
  test('no statement in the life of a booking, or of an admin who looks, reads a table as a whole', async () => {
    const { db, place } = await fresh()
    await fill(db)
    await world(db)
    await raw(place, 'analyze')
    const told = new Map<string, Statement>()
    const watched = recorded(db, (statement) => told.set(statement.sql, statement))
    await inOutlookWorld(watched, async (it) => {
      const { ada, clock, desk, outlook, mailbox, settle } = it
      const left = await ada.hold()
      const { id } = await ada.confirm(await ada.hold())
      await desk.sendLinks(id, 'ada@example.com')
      await settle()
      const links = it.mail.list('ada@example.com')[0]
      const [to] = await ada.slots()
      await desk.reschedule('key', { token: tokenIn(links, 'reschedule'), start_at_utc: to! })
      await desk.cancel(tokenIn(links, 'cancel'))
      outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRecipients', 'No'), 'create')
      await ada.confirm(await ada.hold())
      const { event } = await it.booked()
      const later = { start_ms: event.start_ms + HOUR_MS, end_ms: event.end_ms + HOUR_MS }
      outlook.playground.move(mailbox, event.event_id, later)
      await settle()
      outlook.playground.remove(mailbox, event.event_id)
      clock.advance(HOUR_MS)
      await settle()
      expect((await ada.booking(left.booking_id)).status).toBe('expired')
      await cron(watched, clock, [...bookingEntries(it.ctx), ...it.sync.entries])()
      await ada.settle()
      await it.sync.health(await it.acme())
      await look(it)
      await scrape(watched)
    })
    const plans = new Map<string, string>()
    for (const [sql, statement] of [...told, ...written(dialect)])
      plans.set(sql, await db.explain({ toSQL: () => statement }))
    expect(plans.size).toBeGreaterThan(30)
    expect([...plans].filter(([sql, plan]) => WHOLE.test(plan) && !OURS.test(sql))).toEqual([])
  })
})

/** What a collector of metrics asks for, again and again. */
async function scrape(db: Database): Promise<void> {
  const metrics = createMetrics()
  followUpGauge(db, metrics)
  expect(await metrics.text()).toContain('holdfast_follow_ups_open{kind="customer_declined"}')
}

/** What an admin asks for: each list, each with its filters, and what comes after a page. */
async function look({ ctx, desk, acme }: World): Promise<void> {
  const config = await acme()
  const { id } = config.tenant
  const page = { limit: 50 }
  const cursor = ctx.entropy.id()
  for (const filter of [
    {},
    { cursor },
    { status: 'confirmed' as const },
    { salesperson: 'berlin' },
    { email: 'ada@example.com' },
    { from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' },
  ])
    await desk.admin.list(config, { ...page, ...filter })
  for (const filter of [{}, { cursor }, { booking_id: cursor }, { kind: 'held' }])
    await listTrackingEvents(ctx.db, id, { ...page, ...filter })
  for (const filter of [{}, { cursor }, { action: 'tenant.changed' }])
    await listAuditLogs(ctx.db, id, { ...page, ...filter })
  for (const filter of [{}, { cursor }, { open: true }, { open: false, kind: 'mass_change' }])
    await listFollowUps(ctx.db, id, { ...page, ...filter })
  await desk.admin.sagas(config, page)
  await desk.admin.replaceZoom(id, async () => {})
}

const uuid = (digit: string, n: number) => `0000000${digit}-0000-7000-8000-${String(n).padStart(12, '0')}`
const person = (n: number) => uuid('a', n % TENANTS)
const booking = (n: number) => uuid('b', n)

/** The statements that are written by hand. */
function written(dialect: 'sqlite' | 'postgres'): [string, Statement][] {
  const spans = JSON.stringify([
    { salesperson_id: person(1), from_ms: MONDAY_MS, until_ms: MONDAY_MS + HOUR_MS },
  ])
  if (dialect === 'sqlite') return [['claimed', { sql: CLAIMED_BY_SQLITE, params: [spans] }]]
  const standing = [spans, JSON.stringify([person(1)]), '["key"]', '["t1"]', MONDAY_MS, MONDAY_MS + HOUR_MS]
  return [
    ['claimed', { sql: CLAIMED_BY_POSTGRES, params: [spans] }],
    ['standing', { sql: STANDING, params: standing }],
  ]
}

/** Jobs that were done long ago. */
const doneJob = (n: number) => ({
  kind: 'old',
  payload: {},
  status: 'done' as const,
  run_at_utc: new Date(MONDAY_MS - n),
  created_at_utc: new Date(MONDAY_MS - n),
  finished_at_utc: new Date(MONDAY_MS),
})

/** Thousands of bookings of a hundred tenants, with all that they leave behind. */
async function fill(db: Database): Promise<void> {
  const { t } = db
  const rows = <Row>(make: (n: number) => Row) => Array.from({ length: ROWS }, (_, n) => make(n))
  const at = (n: number) => new Date(MONDAY_MS - n * HOUR_MS)
  const stamps = (n: number) => ({ created_at_utc: at(n), updated_at_utc: at(n) })
  const of = (n: number) => ({ tenant_id: `t${n % TENANTS}`, booking_id: booking(n) })
  await db.insertAll(
    t.bookings,
    rows((n) => ({
      ...storedBooking(booking(n)),
      status: 'confirmed' as const,
      tenant_id: `t${n % TENANTS}`,
      salesperson_id: person(n),
      // Few a day: of a day with many, a table as small as this is rightly read as a whole.
      start_at_utc: at(6 * n),
      end_at_utc: at(6 * n),
      ...stamps(n),
    })),
  )
  await db.insertAll(
    t.slot_claims,
    rows((n) => ({
      id: `c${n}`,
      booking_id: booking(n),
      salesperson_id: person(n),
      from_utc: at(n),
      until_utc: at(n - 1),
      start_at_utc: at(n),
      expires_at_utc: null,
      created_at_utc: at(n),
    })),
  )
  await db.insertAll(
    t.idempotency_keys,
    rows((n) => ({
      key: `k${n}`,
      tenant_id: `t${n % TENANTS}`,
      route: 'holds',
      body_hash: 'h',
      status: 201,
      reply: {},
      created_at_utc: new Date(MONDAY_MS - n * 15_000),
    })),
  )
  await db.insertAll(
    t.tracking_events,
    rows((n) => ({ id: `e${n}`, ...of(n), kind: 'held', detail: {}, created_at_utc: at(n) })),
  )
  await db.insertAll(
    t.audit_logs,
    rows((n) => ({
      id: `a${n}`,
      tenant_id: `t${n % TENANTS}`,
      actor: 'admin_key',
      source: 'admin' as const,
      action: 'tenant.changed',
      subject: 'tenant:t',
      detail: {},
      created_at_utc: at(n),
    })),
  )
  await db.insertAll(
    t.follow_ups,
    rows((n) => ({
      id: `f${n}`,
      ...of(n),
      kind: 'customer_declined',
      detail: {},
      created_at_utc: at(n),
      resolved_at_utc: n < 20 ? null : at(n - 1),
    })),
  )
  await db.insertAll(
    t.token_consumptions,
    rows((n) => ({
      jti: `j${n}`,
      booking_id: booking(n),
      purpose: 'cancel',
      consumed_at_utc: new Date(MONDAY_MS - n * 15_000),
    })),
  )
  await db.insertAll(
    t.sagas,
    rows((n) => ({
      id: `s${n}`,
      ...of(n),
      kind: 'confirm' as const,
      revision: 1,
      status: 'done' as const,
      context: {},
      steps: [],
      ...stamps(n),
    })),
  )
  await db.insertAll(
    t.saga_compensations,
    rows((n) => ({
      id: `x${n}`,
      saga_id: `s${n}`,
      ...of(n),
      step: 'outlook_event',
      reason: 'r',
      position: 1,
      state: 'done' as const,
      ...stamps(n),
    })),
  )
  for (const queue of [t.outbox_jobs, t.webhook_jobs]) await db.insertAll(queue, rows(doneJob))
  await db.insertAll(
    t.graph_events,
    rows((n) => ({ ...of(n), salesperson_id: person(n), event_id: `g${n}`, change_key: 'k', ...stamps(n) })),
  )
  await db.insertAll(
    t.zoom_meetings,
    rows((n) => ({
      ...of(n),
      salesperson_id: person(n),
      provider_meeting_id: `${n}`,
      join_url: 'u',
      start_url_sealed: 's',
      ...stamps(n),
    })),
  )
}
