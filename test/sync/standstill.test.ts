import { Database as File } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import postgres from 'postgres'
import { GraphWebhookJobPayload } from '../../src/sync/payload.ts'
import { type Fresh, onBothDatabases } from '../support/databases.ts'
import { itemFor, receiverOf } from '../support/receiver.ts'

/** Graph waits 3 s; the machine of a test may be busy. What this guards against took 5 s and more. */
const GENEROUS_MS = 4000

onBothDatabases('while somebody else holds the database', (fresh) => {
  test('what is not stored gets 503 in time, the process goes on, and what comes again is stored', async () => {
    const { db, place } = await fresh()
    const it = await receiverOf(db)
    try {
      expect((await it.post([itemFor('sub-1', 'before')])).status).toBe(202)
      const release = await hold(place)
      const pulse = pulseOf()
      const began_ms = performance.now()
      const answers = await Promise.all([1, 2, 3].map((n) => it.post([itemFor('sub-1', `stuck-${n}`)])))
      const took_ms = performance.now() - began_ms
      const shake = await it.send('', { to: '?validationToken=t', type: 'text/plain' })
      const longest_ms = pulse.end()
      await release()
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 503])
      expect(took_ms).toBeLessThan(GENEROUS_MS)
      expect(longest_ms).toBeLessThan(GENEROUS_MS / 2)
      expect(shake.status).toBe(200)
      for (const n of [1, 2, 3]) expect((await again(it, `stuck-${n}`)).status).toBe(202)
      const stored = (await it.jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id)
      expect(stored.sort()).toEqual(['before', 'stuck-1', 'stuck-2', 'stuck-3'])
    } finally {
      await it.stop()
    }
  })
})

/** Graph comes again until it is taken. */
async function again(it: Awaited<ReturnType<typeof receiverOf>>, event_id: string): Promise<Response> {
  for (;;) {
    const reply = await it.post([itemFor('sub-1', event_id)])
    if (reply.status !== 503) return reply
  }
}

/** Takes what every writer needs, by a connection of its own; answers how to give it back. */
async function hold(place: Fresh['place']): Promise<() => Promise<void>> {
  if ('sqlite_path' in place) {
    const file = new File(place.sqlite_path)
    file.run('begin immediate')
    return async () => file.close()
  }
  const sql = postgres(place.url, { max: 1, onnotice: () => {} })
  await sql`begin`
  await sql`lock table webhook_jobs in access exclusive mode`
  return () => sql.end()
}

/** Feels whether the event loop goes on; `end` answers its longest pause. */
function pulseOf() {
  let last_ms = performance.now()
  let longest_ms = 0
  const feel = () => {
    const now_ms = performance.now()
    longest_ms = Math.max(longest_ms, now_ms - last_ms)
    last_ms = now_ms
  }
  const timer = setInterval(feel, 20)
  return {
    end: () => {
      feel()
      clearInterval(timer)
      return longest_ms
    },
  }
}
