import { eq } from 'drizzle-orm'
import { nowOf } from '../lib/clock.ts'
import type { Fault } from '../lib/problem.ts'
import { type Change, change, difference } from './change.ts'
import { findSalesperson } from './find.ts'
import type { Office } from './office.ts'
import { refuse, taken } from './refuse.ts'
import { zoneFault } from './tenant.ts'
import type { Salesperson, TenantConfig } from './tenantConfig.ts'

/** What an admin says of a salesperson; mailbox and Zoom user are the e-mail address where they are left out. */
export interface SalespersonInput {
  name: string
  email: string
  mailbox?: string
  zoom_user?: string
  time_zone: string
}

/** Adds a salesperson without any hours yet. Throws `invalid_request` and, when the slug is taken, `conflict`. */
export function addSalesperson(
  office: Office,
  about: Change,
  input: SalespersonInput & { slug: string },
): Promise<Salesperson> {
  return change(office, about, async (tx, config) => {
    const { email, mailbox = email, zoom_user = email } = input
    const now = nowOf(office.clock)
    const row = {
      ...input,
      mailbox,
      zoom_user,
      id: office.entropy.id(),
      tenant_id: about.tenant_id,
      active: true,
      created_at_utc: now,
      updated_at_utc: now,
    }
    if ([...config.salespersons.values()].some(({ slug }) => slug === row.slug)) throw taken(row.slug)
    refuse(zoneFault(office.zones, row.time_zone), mailboxFault(config, row))
    await tx.q.insert(tx.t.salespersons).values(row)
    return {
      result: { ...row, rules: [], overrides: [] },
      entry: { action: 'salesperson.added', subject: `salesperson:${row.slug}` },
    }
  })
}

/**
 * Changes what is given of a salesperson; `active: false` takes no more bookings and keeps those that exist.
 * Throws `salesperson_not_found` and `invalid_request`.
 */
export function changeSalesperson(
  office: Office,
  about: Change,
  slug: string,
  input: Partial<SalespersonInput> & { active?: boolean },
): Promise<Salesperson> {
  return change(office, about, async (tx, config) => {
    const before = findSalesperson(config, slug)
    const { rules, overrides } = before
    refuse(
      input.time_zone !== undefined && zoneFault(office.zones, input.time_zone),
      mailboxFault(config, { ...before, ...input }),
    )
    const { salespersons } = tx.t
    const [changed] = await tx.q
      .update(salespersons)
      .set({ ...input, updated_at_utc: nowOf(office.clock) })
      .where(eq(salespersons.id, before.id))
      .returning()
    return {
      result: { ...changed!, rules, overrides },
      entry: {
        action: 'salesperson.changed',
        subject: `salesperson:${slug}`,
        detail: difference(before, input),
      },
    }
  })
}

/** Two salespersons with one calendar would be booked twice at one time. */
function mailboxFault(
  { salespersons }: TenantConfig,
  { id, mailbox }: { id: string; mailbox: string },
): Fault | undefined {
  const same = [...salespersons.values()].find(
    (one) => one.id !== id && one.mailbox.toLowerCase() === mailbox.toLowerCase(),
  )
  return same && { path: 'mailbox', message: `is the mailbox of "${same.slug}" already` }
}
