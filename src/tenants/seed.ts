import type { Database, Db } from '../db/database.ts'
import type { Question } from '../db/tables/tenants.ts'
import { nowOf } from '../lib/clock.ts'
import type { Means } from '../lib/means.ts'
import { actedBy, SYSTEM } from './actor.ts'
import { audit } from './audit.ts'

/** Makes the demonstration tenant `acme` once; answers false, and changes nothing, when it is there. */
export function seed(db: Database, means: Means): Promise<boolean> {
  return db.transaction(async (tx) => {
    const tenant_id = await seedTenant(tx, means)
    if (tenant_id === undefined) return false
    const salespersonIds = await seedSalespersons(tx, means, tenant_id)
    await seedMeetingTypes(tx, means, tenant_id, salespersonIds)
    await audit(tx, means, {
      ...actedBy(SYSTEM, tenant_id),
      action: 'tenant.seeded',
      subject: 'tenant:acme',
    })
    return true
  })
}

async function seedTenant({ q, t }: Db, means: Means): Promise<string | undefined> {
  const [made] = await q
    .insert(t.tenants)
    .values({
      id: means.entropy.id(),
      slug: 'acme',
      name: 'Acme',
      time_zone: 'Europe/Berlin',
      locale: 'en',
      branding: { accent_colour: '#1f5eff', indexed: false },
      ...stamps(means),
    })
    .onConflictDoNothing()
    .returning({ id: t.tenants.id })
  return made?.id
}

const PEOPLE = [
  { slug: 'berlin', name: 'Bettina Lindt', time_zone: 'Europe/Berlin' },
  { slug: 'vancouver', name: 'Victor Hale', time_zone: 'America/Vancouver' },
]
const WORKDAYS = [1, 2, 3, 4, 5]
const NINE_TO_FIVE = { from_minute: 9 * 60, until_minute: 17 * 60 }

async function seedSalespersons({ q, t }: Db, means: Means, tenant_id: string): Promise<string[]> {
  const rows = PEOPLE.map((person) => {
    const email = `${person.slug}@acme.example`
    const identity = { id: means.entropy.id(), tenant_id, email, mailbox: email, zoom_user: email }
    return { ...person, ...identity, ...stamps(means) }
  })
  await q.insert(t.salespersons).values(rows)
  const rules = rows.flatMap(({ id }) =>
    WORKDAYS.map((weekday) => ({ salesperson_id: id, weekday, ...NINE_TO_FIVE })),
  )
  await q.insert(t.availability_rules).values(rules)
  return rows.map(({ id }) => id)
}

const QUESTIONS: Question[] = [
  { id: 'company', label: 'Which company are you with?', kind: 'text', required: true },
  {
    id: 'team_size',
    label: 'How large is your team?',
    kind: 'choice',
    required: true,
    choices: ['1 to 10', '11 to 50', '51 to 250', 'More than 250'],
  },
  { id: 'goals', label: 'What would you like to see?', kind: 'long_text', required: false },
]

const TYPES = [
  {
    slug: 'intro-zoom',
    name: 'Introduction',
    description: 'Half an hour on Zoom to get to know each other.',
    length_minutes: 30,
    slot_step_minutes: 30,
    minimum_notice_minutes: 2 * 60,
    location: { kind: 'zoom' as const },
    questions: [],
  },
  {
    slug: 'demo-teams',
    name: 'Product demonstration',
    description: 'An hour on Teams with the product, and time for your questions.',
    length_minutes: 60,
    slot_step_minutes: 30,
    minimum_notice_minutes: 4 * 60,
    location: { kind: 'teams' as const },
    questions: QUESTIONS,
  },
  {
    slug: 'call-phone',
    name: 'Short call',
    description: 'A quarter of an hour on the phone.',
    length_minutes: 15,
    slot_step_minutes: 15,
    minimum_notice_minutes: 2 * 60,
    location: { kind: 'phone' as const, detail: 'We call the number that you give us.' },
    questions: [],
  },
]

const RULES = {
  buffer_before_minutes: 0,
  buffer_after_minutes: 10,
  horizon_days: 60,
  maximum_per_day: 8,
  hold_minutes: 10,
  cancel_notice_minutes: 60,
  reschedule_notice_minutes: 120,
}

async function seedMeetingTypes({ q, t }: Db, means: Means, tenant_id: string, salespersonIds: string[]) {
  const rows = TYPES.map((type) => ({
    id: means.entropy.id(),
    tenant_id,
    ...RULES,
    ...type,
    ...stamps(means),
  }))
  await q.insert(t.meeting_types).values(rows)
  const offers = rows.flatMap(({ id }) =>
    salespersonIds.map((salesperson_id, position) => ({ meeting_type_id: id, salesperson_id, position })),
  )
  await q.insert(t.meeting_type_salespersons).values(offers)
}

function stamps({ clock }: Means) {
  return { created_at_utc: nowOf(clock), updated_at_utc: nowOf(clock) }
}
