import { eq, inArray } from 'drizzle-orm'
import { codeOf } from '../../src/booking/proof/code.ts'
import { tokens } from '../../src/booking/proof/token.ts'
import { startSaga } from '../../src/booking/saga/start.ts'
import type { Database } from '../../src/db/database.ts'
import { wakeSignal } from '../../src/jobs/wake.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import type { GraphSimulator } from '../simulators/graph.ts'
import type { World } from '../support/world.ts'
import type { Case } from './cases.ts'
import type { House } from './house.ts'

const HOUR_MS = 3_600_000
export const TENANT = '0197287d-2c00-7000-8000-00000000000a'
export const M365 = '0197287d-2c00-7000-8000-0000000000aa'
export const ADMIN_KEY = 'the admin key of the crash suite, long enough'
export const TOKEN_SECRET = 'the token secret of the crash suite, long enough'
export const ISSUER = 'http://localhost:3000'

/** When every booking of the suite is held for, and where moves lead. */
export const START_MS = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 48 * HOUR_MS
export const MOVED_MS = START_MS + 3 * HOUR_MS

/** The mailbox and the Zoom user of a case. */
export function mailboxOf({ slug }: Case): string {
  return `${slug}@crash.example`
}

const stamps = { created_at_utc: new Date(), updated_at_utc: new Date() }

/** A tenant with a meeting type for each place and a salesperson for each case, who is always there. */
export async function furnish(db: Database, cases: Case[]): Promise<void> {
  const { tenants, salespersons, availability_rules, meeting_types, meeting_type_salespersons } = db.t
  await db.q.insert(tenants).values({
    id: TENANT,
    slug: 'crash',
    name: 'Crash',
    time_zone: 'UTC',
    m365_tenant_id: M365,
    branding: {},
    ...stamps,
  })
  const people = cases.map((one) => ({
    id: Bun.randomUUIDv7(),
    tenant_id: TENANT,
    slug: one.slug,
    name: one.slug,
    email: mailboxOf(one),
    mailbox: mailboxOf(one),
    zoom_user: mailboxOf(one),
    time_zone: 'UTC',
    active: true,
    ...stamps,
  }))
  await db.insertAll(salespersons, people)
  const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from_minute: 0, until_minute: 1440 }))
  await db.insertAll(
    availability_rules,
    people.flatMap(({ id }) => always.map((rule) => ({ salesperson_id: id, ...rule }))),
  )
  const types = (['zoom', 'teams', 'phone', 'in_person'] as const).map((kind) => ({
    ...TYPE,
    id: `type-${kind}`,
    slug: slugOf(kind),
    name: kind,
    location: { kind },
  }))
  await db.q.insert(meeting_types).values(types)
  await db.insertAll(
    meeting_type_salespersons,
    types.flatMap((type) =>
      people.map(({ id }, position) => ({ meeting_type_id: type.id, salesperson_id: id, position })),
    ),
  )
}

const TYPE = {
  tenant_id: TENANT,
  length_minutes: 60,
  slot_step_minutes: 60,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  minimum_notice_minutes: 0,
  horizon_days: 30,
  hold_minutes: 60,
  cancel_notice_minutes: 0,
  reschedule_notice_minutes: 0,
  questions: [],
  ...stamps,
}

function slugOf(location: Case['story']['location']): string {
  return location.replace('_', '-')
}

/** What people do to a house from outside. */
export function people(house: House, db: Database, { hands }: GraphSimulator) {
  const bookings = new Map<string, string>()
  const answers = new Map<string, string>()
  const links = tokens({
    secret: TOKEN_SECRET,
    issuer: ISSUER,
    clock: systemClock,
    entropy: systemEntropy,
  })
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const reply = await fetch(`${house.url()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: reply.status, body: (await reply.json()) as { booking_id?: string; code?: string } }
  }
  const idOf = ({ slug }: Case) => bookings.get(slug) ?? ''
  const rowOf = async (one: Case) => {
    const [row] = await db.q
      .select()
      .from(db.t.bookings)
      .where(eq(db.t.bookings.id, idOf(one)))
    return row!
  }

  const hold = async (one: Case) => {
    const { status, body } = await send(
      '/v1/tenants/crash/holds',
      {
        meeting_type: slugOf(one.story.location),
        start_at_utc: new Date(START_MS).toISOString(),
        salesperson: one.slug,
        customer: {
          name: 'Ada',
          email: `ada-${one.slug}@example.com`,
          phone: '+4930123456',
          time_zone: 'UTC',
        },
      },
      { 'idempotency-key': one.slug },
    )
    if (status !== 201) throw new Error(`${one.slug} could not be held: ${status} ${JSON.stringify(body)}`)
    bookings.set(one.slug, body.booking_id!)
  }
  const confirm = async (one: Case) => {
    const { id, verify_token_jti } = await rowOf(one)
    return send('/v1/bookings/confirm', { booking_id: id, code: codeOf(TOKEN_SECRET, id, verify_token_jti!) })
  }
  const move = async (one: Case) => {
    const wish = { tenant_id: TENANT, booking_id: idOf(one), purpose: 'reschedule' as const }
    const { token } = await links.sign({ ...wish, expires_at_ms: Date.now() + HOUR_MS })
    const to = { token, start_at_utc: new Date(MOVED_MS).toISOString() }
    const ask = () => send('/v1/bookings/reschedule', to, { 'idempotency-key': `move-${one.slug}` })
    // Tokens are withdrawn from under others here; a customer who is told to try again does.
    for (let tries = 1; ; tries += 1) {
      const answer = await ask()
      if (answer.body.code !== 'calendar_unavailable' || tries === 5) return answer
    }
  }
  const cancel = (one: Case) =>
    send(
      `/v1/admin/tenants/crash/bookings/${idOf(one)}/cancel`,
      { reason: 'ill' },
      { 'x-admin-key': ADMIN_KEY },
    )

  /** As the reconciliation does when a salesperson has moved the event: the times move, and a saga follows. */
  const follow = async (one: Case) => {
    const mailbox = { m365_tenant_id: M365, user: mailboxOf(one) }
    const [event] = hands.events(mailbox)
    hands.edit({ ...mailbox, event_id: event!.id, start_ms: MOVED_MS, end_ms: MOVED_MS + HOUR_MS })
    await startFollowing(db, idOf(one))
  }

  return {
    idOf,
    hold,
    confirm,
    answers,
    /** Never rejects: who is cut off has no answer. */
    act: async (one: Case): Promise<void> => {
      const answer = await { confirm, move, cancel, follow }[one.story.act](one).catch((error) => error)
      answers.set(one.slug, answer instanceof Error ? answer.message : JSON.stringify(answer))
    },
    rows: async (cases: Case[]) =>
      db.q
        .select()
        .from(db.t.bookings)
        .where(inArray(db.t.bookings.id, cases.map(idOf))),
  }
}

async function startFollowing(db: Database, booking_id: string): Promise<void> {
  const { bookings, slot_claims } = db.t
  const id = systemEntropy.id()
  const ctx = { clock: systemClock, entropy: systemEntropy, wake: wakeSignal().wake } as World['ctx']
  await db.transaction(async (tx) => {
    const time = { start_at_utc: new Date(MOVED_MS), end_at_utc: new Date(MOVED_MS + HOUR_MS) }
    const [moved] = await tx.q
      .update(bookings)
      .set({ ...time, saga_id: id })
      .where(eq(bookings.id, booking_id))
      .returning()
    await tx.q
      .update(slot_claims)
      .set({ from_utc: time.start_at_utc, until_utc: time.end_at_utc, start_at_utc: time.start_at_utc })
      .where(eq(slot_claims.booking_id, booking_id))
    await startSaga(tx, ctx, moved!, { id, kind: 'follow' })
  })
}
