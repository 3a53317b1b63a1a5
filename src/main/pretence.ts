import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { eq, gt } from 'drizzle-orm'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { fileJournal } from '../outlook/mock.ts'
import { DAY_MS } from '../scheduling/date.ts'
import type { MockZoom } from '../zoom/mock.ts'

const ACCOUNT = { account_id: 'mock', client_id: 'mock', client_secret: 'mock' }

/** Where the pretended Outlook keeps its events, so that a restart does not look like everything being deleted. */
export function outlookJournal({ data }: Config) {
  mkdirSync(data.data_dir, { recursive: true, mode: 0o700 })
  return fileJournal(join(data.data_dir, 'outlook.jsonl'))
}

/** Gives the pretended Zoom the meetings back that bookings have, so that they can be moved and deleted. */
export async function replant(zoom: MockZoom, { q, t }: Database, now_ms: number): Promise<void> {
  const { bookings, zoom_meetings, salespersons, tenants } = t
  const rows = await q
    .select({
      booking_id: bookings.id,
      start_at_utc: bookings.start_at_utc,
      end_at_utc: bookings.end_at_utc,
      user: salespersons.zoom_user,
      time_zone: tenants.time_zone,
      provider_meeting_id: zoom_meetings.provider_meeting_id,
      account_id: zoom_meetings.account_id,
    })
    .from(zoom_meetings)
    .innerJoin(bookings, eq(bookings.id, zoom_meetings.booking_id))
    .innerJoin(salespersons, eq(salespersons.id, bookings.salesperson_id))
    .innerJoin(tenants, eq(tenants.id, bookings.tenant_id))
    .where(gt(bookings.start_at_utc, new Date(now_ms - DAY_MS)))
  for (const { provider_meeting_id, start_at_utc, end_at_utc, account_id: where, ...row } of rows) {
    const account_id = where ?? undefined
    const start_ms = start_at_utc.getTime()
    const duration_minutes = Math.round((end_at_utc.getTime() - start_ms) / 60_000)
    const draft = { ...row, account_id, topic: '', start_ms, duration_minutes }
    const first = zoom.plant(draft)
    if (first.provider_meeting_id === provider_meeting_id) continue
    // It was the second of this booking: the first was lost, and does not come back.
    zoom.plant(draft)
    await zoom.delete({ ...ACCOUNT, ...(account_id && { account_id }) }, first.provider_meeting_id)
  }
}
