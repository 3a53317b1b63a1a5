import { expect, test } from 'bun:test'
import { seed } from '../../src/tenants/seed.ts'
import { onBothDatabases } from '../support/databases.ts'
import { documentOf, undocumented } from '../support/documented.ts'
import { chanceOf } from '../support/fuzz.ts'
import { type Document, hostileRequests } from '../support/fuzzRequest.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'

/** A sample; `bun run test:fuzz` asks the binary many times more. */
const REQUESTS = 900

const names = { tenant: 'acme', salesperson: 'berlin', meeting_type: 'intro-zoom' }

onBothDatabases('every route', (fresh) => {
  test('answers hostile requests by the protocol, never with a fault of its own', async () => {
    const { db } = await fresh()
    const services = testServices(db)
    await seed(db, services.office)
    const server = listen(services)
    const document = (await (await fetch(`${server.url}/swagger/json`)).json()) as Document
    const said = await documentOf(server.url)
    const requests = hostileRequests(
      document,
      { names, admin_key: ADMIN_KEY, tokens: [] },
      chanceOf(20260601),
    )
    const faults: string[] = []
    for (const { told, path, init } of requests.take(REQUESTS)) {
      const reply = await fetch(server.url + path, init)
      const text = await reply.text()
      const type = reply.headers.get('content-type')
      const isFault = reply.status >= 500 || (reply.status >= 400 && type !== 'application/problem+json')
      if (isFault || /at .*\.ts:\d+|SQLITE|syntax error/.test(text))
        faults.push(`${reply.status} ${told} ${text}`)
      else if (reply.status >= 400 && !isBeforeRoutes(reply)) {
        const { pathname } = new URL(reply.url)
        const answer = {
          method: init.method ?? 'GET',
          path: pathname,
          status: reply.status,
          body: JSON.parse(text),
        }
        for (const one of undocumented(said, answer))
          faults.push(`undocumented ${one}: ${answer.body.code} ${told}`)
      }
    }
    await server.stop()
    expect(faults).toEqual([])
  })
})

/** A Host that is none, and text that no database keeps, are refused before anybody asks which route is meant. */
function isBeforeRoutes({ status, url }: Response): boolean {
  return status === 421 || url.includes('%00')
}
