import { eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'

/** Stand in the place of a change key: not looked for yet in the mailbox that serves now, and told of as not there. */
export const UNSEEN = 'unseen'
export const LEFT = 'left'

/**
 * Writes down that a salesperson, or everybody of a tenant, has another mailbox from now on: an event that is not in
 * it was taken away by nobody, until it has been seen there. Where only the mailbox's name is new, it soon is.
 */
export async function leaveMailbox(
  tx: Db,
  whose: { tenant_id: string } | { salesperson_id: string },
): Promise<void> {
  const { graph_events: table } = tx.t
  const theirs =
    'salesperson_id' in whose
      ? eq(table.salesperson_id, whose.salesperson_id)
      : eq(table.tenant_id, whose.tenant_id)
  await tx.q.update(table).set({ change_key: UNSEEN }).where(theirs)
}

/** True for an event that nobody has seen in the mailbox that serves now. */
export function isElsewhere(known: { change_key: string } | undefined): boolean {
  return known?.change_key === UNSEEN || known?.change_key === LEFT
}
