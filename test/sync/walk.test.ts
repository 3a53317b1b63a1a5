import { test } from 'bun:test'
import { onBothDatabases } from '../support/databases.ts'
import { outlookWalk } from '../walks/outlook.ts'

/** `test:walks` goes further. */
const SHORT = 600

onBothDatabases('a random walk through Outlook', (fresh) => {
  test('of customers and salespersons, with news lost and doubled, ends with bookings and calendars in accord', async () => {
    const { db } = await fresh()
    await outlookWalk(db, 7, SHORT)
  })
})
