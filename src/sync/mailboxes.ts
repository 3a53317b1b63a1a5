import { and, eq, gt, isNotNull } from 'drizzle-orm'
import { DAY_MS } from '../scheduling/date.ts'
import type { Context } from './context.ts'

/** Whose mailbox it is; ids of Holdfast's own. */
export interface MailboxOwner {
  tenant_id: string
  salesperson_id: string
}

/** The salespersons who have a confirmed booking to come, or one that began within a day. */
export function busyOwners({ db, clock }: Context): Promise<MailboxOwner[]> {
  const { bookings } = db.t
  const { tenant_id, salesperson_id } = bookings
  return db.q
    .selectDistinct({ tenant_id, salesperson_id })
    .from(bookings)
    .where(
      and(eq(bookings.status, 'confirmed'), gt(bookings.start_at_utc, new Date(clock.now_ms() - DAY_MS))),
    )
    .orderBy(salesperson_id)
}

/** The active salespersons of every active tenant that has Outlook, with their mailboxes. */
export function activeOwners({ db, pretended }: Context): Promise<(MailboxOwner & { user: string })[]> {
  const { salespersons, tenants } = db.t
  return db.q
    .select({ tenant_id: tenants.id, salesperson_id: salespersons.id, user: salespersons.mailbox })
    .from(salespersons)
    .innerJoin(tenants, eq(tenants.id, salespersons.tenant_id))
    .where(
      and(
        eq(salespersons.active, true),
        eq(tenants.active, true),
        pretended ? undefined : isNotNull(tenants.m365_tenant_id),
      ),
    )
    .orderBy(salespersons.id)
}
