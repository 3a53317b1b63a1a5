import { test } from 'bun:test'
import { onBothDatabases } from '../support/databases.ts'
import { customersWalk } from '../walks/customers.ts'

/** `test:walks` goes further. */
const SHORT = 600

onBothDatabases('a random walk', (fresh) => {
  test('of holds, confirmations, moves, cancellations, failures and time leaves no overlap and no orphan', async () => {
    const { db } = await fresh()
    await customersWalk(db, 7, SHORT)
  })
})
