import type { Db } from '../../db/database.ts'
import { wasAsked } from '../../tenants/followUp.ts'
import { askAbout } from '../askAbout.ts'
import type { Context } from '../context.ts'
import type { Sight } from './sawEvent.ts'

const ADVICE =
  'The salesperson has made a series of this event. The booking follows the series as a whole: that a single meeting of it is moved or deleted is not heard here, and canceling or moving the booking does the same to all of them. Ask for a series of its own beside this event.'

/** Tells a person, once, of an event that has become a series: what is done to one meeting of it shows nowhere. */
export async function followSeries(tx: Db, ctx: Context, { booking, event }: Sight): Promise<void> {
  const key = `event_became_series:${booking.id}`
  if (!event.is_series || (await wasAsked(tx, booking.tenant_id, key))) return
  await askAbout(tx, ctx, booking, { kind: 'event_became_series', key, detail: { advice: ADVICE } })
}
