import { expect, test } from 'bun:test'
import { freshDatabase } from '../support/databases.ts'
import { freePort } from '../support/port.ts'
import { site } from '../support/site.ts'

test('a house that cannot be opened whole is closed whole: nothing of it keeps the process alive', async () => {
  const { db } = await freshDatabase('sqlite')
  const port = await freePort()
  const gone = () => Promise.reject(new Error('The database went away just now'))
  // The door is open and the worker at work when the first job is to be written down.
  const started = site({ db: { ...db, enqueue: gone, enqueueHeld: gone }, port })
  expect(await started.catch((error: Error) => error.message)).toBe('The database went away just now')
  expect(await fetch(`http://127.0.0.1:${port}/healthz`).catch((error) => error.code)).toBe('ECONNREFUSED')
  // The place of the worker is free again.
  const leave = await db.takePlace()
  await leave()
  await db.close()
})
