import type { Mailbox } from '../../outlook/outlook.ts'
import { formerBehind, type Homed, mailboxOfEvent } from '../follow/home.ts'
import { knownEventOf } from '../follow/knownEvent.ts'
import type { Run } from './saga.ts'

/** The id of the event we know of, if there is one, and the mailbox in which it is, or is to be sought. */
export async function whereabouts(run: Run): Promise<{ mailbox: Mailbox; known?: string }> {
  const { ctx, booking, mailbox, results } = run
  const known = (results.outlook_event as Homed | undefined) ?? (await knownEventOf(ctx.db, booking.id))
  if (!known) return { mailbox }
  return { mailbox: await mailboxOfEvent(ctx.outlook, known, mailbox), known: known.event_id }
}

/** What bears the booking's mark beside the event we know; asked only where there may be something. */
export async function unknownEvent(
  run: Run,
  mailbox: Mailbox,
  known: string | undefined,
): Promise<string | undefined> {
  if (known && (run.unsure_since_ms === undefined || run.saga.kind === 'cancel')) return undefined
  return (await run.ctx.outlook.findByBooking(mailbox, run.booking.id))?.event_id
}

/** The mailboxes in which an attempt without answer may have made the event, but for the one that serves now. */
export function unsurePlaces({ unsure_where, mailbox }: Run): Mailbox[] {
  return unsure_where.flatMap((word) => formerBehind(word, mailbox) ?? [])
}
