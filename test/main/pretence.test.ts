import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { replant } from '../../src/main/pretence.ts'
import { mockZoom } from '../../src/zoom/mock.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld } from '../support/world.ts'

onBothDatabases('a pretended Zoom after a restart', (fresh) => {
  test('has the meetings that bookings have, in their accounts, and none that was lost before', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ ctx, clock, zoom, ...it }, worker) => {
      const ada = customer({ ctx, clock, zoom, ...it }, worker)
      await ada.confirm(await ada.hold())
      const { id: booking_id } = await ada.confirm(await ada.hold())
      const account = await ctx.zoomAccounts.of('')
      const [kept, lost] = zoom.meetings()
      await zoom.delete(account, lost!.provider_meeting_id)
      const second = await zoom.create(account, { ...lost!, booking_id })
      const { zoom_meetings: rows } = db.t
      await db.q
        .update(rows)
        .set({ provider_meeting_id: second.provider_meeting_id, account_id: 'another' })
        .where(eq(rows.booking_id, booking_id))
      const again = mockZoom({ clock })
      await replant(again, db, clock.now_ms())
      const inAccount = (account_id: string) => again.listMarked({ ...account, account_id }, kept!.user)
      expect(await inAccount(account.account_id)).toMatchObject([
        { provider_meeting_id: kept!.provider_meeting_id, join_url: kept!.join_url },
      ])
      expect(await inAccount('another')).toMatchObject([{ provider_meeting_id: second.provider_meeting_id }])
    })
  })
})
