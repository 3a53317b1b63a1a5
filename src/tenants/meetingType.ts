import { eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { nowOf } from '../lib/clock.ts'
import { type Change, change, difference } from './change.ts'
import { findMeetingType } from './find.ts'
import { meetingTypeFaults } from './meetingTypeFaults.ts'
import { DEFAULTS, type MeetingTypeInput, type NewMeetingType } from './meetingTypeInput.ts'
import type { Office } from './office.ts'
import { refuse, taken } from './refuse.ts'
import { isReservedType, reservedFault } from './reserved.ts'
import type { MeetingType, TenantConfig } from './tenantConfig.ts'

/** Makes a meeting type. Throws `invalid_request` and, when the slug is taken, `conflict`. */
export function createMeetingType(
  office: Office,
  about: Change,
  input: NewMeetingType,
): Promise<MeetingType> {
  return change(office, about, async (tx, config) => {
    if (config.meeting_types.has(input.slug)) throw taken(input.slug)
    const slot_step_minutes = Math.min(input.length_minutes, 30)
    const wanted = { ...DEFAULTS, questions: [], slot_step_minutes, ...input }
    refuse(reservedFault(input.slug, isReservedType), ...meetingTypeFaults(config, wanted))
    const { salespersons: slugs, ...said } = wanted
    const now = nowOf(office.clock)
    const stamps = { created_at_utc: now, updated_at_utc: now }
    const row = {
      ...said,
      id: office.entropy.id(),
      tenant_id: about.tenant_id,
      active: true,
      ...stamps,
    }
    await tx.q.insert(tx.t.meeting_types).values(row)
    const salesperson_ids = idsOf(config, slugs)
    await offer(tx, row.id, salesperson_ids)
    return {
      result: { ...row, salesperson_ids },
      entry: { action: 'meeting_type.created', subject: `meeting_type:${row.slug}`, detail: { ...said } },
    }
  })
}

/**
 * Changes what is given of a meeting type; bookings that exist keep their times. `active: false` hides it from
 * customers. Throws `meeting_type_not_found` and `invalid_request`.
 */
export function changeMeetingType(
  office: Office,
  about: Change,
  slug: string,
  input: Partial<MeetingTypeInput> & { active?: boolean },
): Promise<MeetingType> {
  return change(office, about, async (tx, config) => {
    const before = findMeetingType(config, slug)
    const known = { ...before, salespersons: slugsOf(config, before) }
    refuse(...meetingTypeFaults(config, { ...known, ...input }))
    const { salespersons: slugs, ...said } = input
    const { meeting_types } = tx.t
    const [changed] = await tx.q
      .update(meeting_types)
      .set({ ...said, updated_at_utc: nowOf(office.clock) })
      .where(eq(meeting_types.id, before.id))
      .returning()
    const salesperson_ids = slugs ? idsOf(config, slugs) : before.salesperson_ids
    if (slugs) await offer(tx, before.id, salesperson_ids)
    return {
      result: { ...changed!, salesperson_ids },
      entry: {
        action: 'meeting_type.changed',
        subject: `meeting_type:${slug}`,
        detail: difference(known, input),
      },
    }
  })
}

/** The slugs of all who offer it, in the admin's order, inactive ones included. */
export function slugsOf({ salespersons }: TenantConfig, { salesperson_ids }: MeetingType): string[] {
  return salesperson_ids.flatMap((id) => salespersons.get(id)?.slug ?? [])
}

function idsOf({ salespersons }: TenantConfig, slugs: string[]): string[] {
  const ids = new Map([...salespersons.values()].map(({ id, slug }) => [slug, id]))
  return slugs.map((slug) => ids.get(slug)!)
}

async function offer({ q, t }: Db, meeting_type_id: string, salesperson_ids: readonly string[]) {
  const { meeting_type_salespersons: table } = t
  await q.delete(table).where(eq(table.meeting_type_id, meeting_type_id))
  await q
    .insert(table)
    .values(
      salesperson_ids.map((salesperson_id, position) => ({ meeting_type_id, salesperson_id, position })),
    )
}
