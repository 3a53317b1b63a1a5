import { expect, test } from 'bun:test'
import { connect } from 'node:net'
import { jsonLog } from '../../src/lib/log.ts'
import { sync } from '../../src/sync/sync.ts'
import { freshDatabase } from '../support/databases.ts'
import { receiverOf } from '../support/receiver.ts'
import { listen, testServices } from '../support/services.ts'

const JSON_BODY = 'Content-Type: application/json\r\n'
const ROUTES = [
  // The short way, then the general one.
  ['/v1/webhooks/graph', ''],
  ['/v1/webhooks/graph', 'Origin: https://elsewhere.example\r\n'],
  ['/v1/webhooks/graph/lifecycle', ''],
  ['/v1/webhooks/zoom', JSON_BODY],
  ['/v1/tenants/acme/holds', `${JSON_BODY}Idempotency-Key: abcdefgh\r\n`],
] as const
const BODIES = ['Content-Length: 1000\r\n\r\n{"val', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"val']

test('whoever goes away in the middle of a body is at fault, and no failure of ours is counted or logged', async () => {
  const { db } = await freshDatabase('sqlite')
  const { ctx, stop: stopOther } = await receiverOf(db)
  const lines: { event: string; level: string; status?: number }[] = []
  const log = jsonLog('info', (line) => lines.push(JSON.parse(line)))
  const server = listen(testServices(db, { sync: sync(ctx), log }))
  const { port, host } = new URL(server.url)
  const begin = (text: string) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(text)
      setTimeout(() => socket.resetAndDestroy(), 100)
    })
    socket.on('error', () => {})
  }
  try {
    for (const [path, headers] of ROUTES)
      for (const body of BODIES) begin(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}${body}`)
    const requests = () => lines.filter(({ event }) => event === 'request')
    while (requests().length < ROUTES.length * BODIES.length) await Bun.sleep(10)
    expect(requests().map(({ status }) => status)).toEqual(requests().map(() => 400))
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([])
  } finally {
    await server.stop()
    await stopOther()
    await db.close()
  }
})
