import { expect, test } from 'bun:test'
import { jsonLog } from '../../src/lib/log.ts'
import { createMetrics } from '../../src/lib/metrics.ts'
import { sync } from '../../src/sync/sync.ts'
import { freshDatabase } from '../support/databases.ts'
import { itemFor, receiverOf } from '../support/receiver.ts'
import { listen, testServices } from '../support/services.ts'

const json = (value: unknown) => JSON.stringify({ value })

/** A header that only the general way looks at, and that changes nothing here. */
const GENERAL = { origin: 'https://elsewhere.example' }

test('a notification is answered, counted and logged the same by the short way as by the general one', async () => {
  const { db } = await freshDatabase('sqlite')
  const { ctx, stop: stopOther } = await receiverOf(db)
  const [lines, metrics] = [[] as string[], createMetrics()]
  const log = jsonLog('debug', (line) => lines.push(line))
  const server = listen(testServices(db, { sync: sync(ctx), metrics, log }))
  const answer = async (body: string, headers: Record<string, string>) => {
    const reply = await fetch(`${server.url}/v1/webhooks/graph`, { method: 'POST', body, headers })
    const text = await reply.text()
    const { date: _, 'x-request-id': id, ...rest } = Object.fromEntries(reply.headers)
    expect(id).toBeString()
    return { status: reply.status, text, headers: rest }
  }
  try {
    const bodies = [json([itemFor('sub-1', 'A')]), json([]), '', '{', '[]', json(Array(6000).fill({}))]
    for (const body of bodies) expect(await answer(body, {})).toEqual(await answer(body, GENERAL))
    expect((await answer(json([]), { host: 'elsewhere.example' })).status).toBe(421)

    // The general way counts and logs after it has answered.
    const counted = async (status: number) =>
      new RegExp(`requests_total\\{method="POST",route="/v1/webhooks/graph",status="${status}"\\} (\\d+)`)
        .exec(await metrics.text())
        ?.at(1)
    while ((await counted(413)) !== '2') await Bun.sleep(5)
    expect(await Promise.all([202, 400, 413].map(counted))).toEqual(['4', '6', '2'])
    const logged = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request')
    const told = logged.map(({ at_utc: _, request_id: __, took_ms: ___, ...line }) => line)
    const large = {
      level: 'info',
      event: 'request',
      method: 'POST',
      route: '/v1/webhooks/graph',
      status: 413,
    }
    expect(told.filter(({ status }) => status === 413)).toEqual([large, large])
  } finally {
    await server.stop()
    await stopOther()
    await db.close()
  }
})
