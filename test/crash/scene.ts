import type { Database } from '../../src/db/database.ts'
import { SIM_ACCOUNT } from '../simulators/zoom.ts'
import type { SimAccount } from '../simulators/zoomWorld.ts'
import type { Case } from './cases.ts'
import { isLeft } from './stories.ts'

export const HOUR_MS = 3_600_000
export const M365 = '0197287d-2c00-7000-8000-0000000000aa'
export const ADMIN_KEY = 'the admin key of the crash suite, long enough'
export const TOKEN_SECRET = 'the token secret of the crash suite, long enough'
export const SEAL_KEY = 'the seal key of the crash suite, which is long enough'
export const ISSUER = 'http://localhost:3000'

/** When every booking of the suite is held for, and where moves lead. */
export const START_MS = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 48 * HOUR_MS
export const MOVED_MS = START_MS + 3 * HOUR_MS

/** The mailbox and the Zoom user of a case. */
export function mailboxOf({ slug }: Case): string {
  return `${slug}@crash.example`
}

/** Two accounts at Zoom, of which a tenant has the first before it has the second. */
export const OLD_ZOOM: SimAccount = { ...SIM_ACCOUNT, account_id: 'old', client_id: 'of-old' }
export const NEW_ZOOM: SimAccount = { ...SIM_ACCOUNT, account_id: 'new', client_id: 'of-new' }

const COMMON = { id: '0197287d-2c00-7000-8000-00000000000a', slug: 'crash' }

/** The tenant of a case: one of its own where it has a Zoom account of its own. */
export function tenantOf({ slug, story }: Case): { id: string; slug: string } {
  if (!isLeft(story)) return COMMON
  return { id: `${COMMON.id.slice(0, 24)}1${slug.slice(1).padStart(11, '0')}`, slug: `crash-${slug}` }
}

const stamps = { created_at_utc: new Date(), updated_at_utc: new Date() }

/** Tenants with a meeting type for each place and a salesperson for each case, who is always there. */
export async function furnish(db: Database, cases: Case[]): Promise<void> {
  for (const those of Map.groupBy(cases, (one) => tenantOf(one).id).values()) await furnishOne(db, those)
}

async function furnishOne(db: Database, cases: Case[]): Promise<void> {
  const { tenants, salespersons, availability_rules, meeting_types, meeting_type_salespersons } = db.t
  const tenant = tenantOf(cases[0]!)
  await db.q.insert(tenants).values({
    ...tenant,
    name: 'Crash',
    time_zone: 'UTC',
    m365_tenant_id: M365,
    branding: {},
    ...stamps,
  })
  const people = cases.map((one) => ({
    id: Bun.randomUUIDv7(),
    tenant_id: tenant.id,
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
    id: `type-${kind}-${tenant.slug}`,
    tenant_id: tenant.id,
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

/** The meeting type of a place. */
export function slugOf(location: Case['story']['location']): string {
  return location.replace('_', '-')
}
