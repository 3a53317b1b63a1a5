import { expect, test } from 'bun:test'
import { seed } from '../../src/tenants/seed.ts'
import { onBothDatabases } from '../support/databases.ts'
import { chanceOf, type Schema, valueFor } from '../support/fuzz.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: Schema
}

interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const REQUESTS_EACH = 15

onBothDatabases('every route', (fresh) => {
  test('answers hostile requests by the protocol, never with a fault of its own', async () => {
    const { db } = await fresh()
    const services = testServices(db)
    await seed(db, services.office)
    const server = listen(services)
    const document = (await (await fetch(`${server.url}/swagger/json`)).json()) as {
      paths: Record<string, Record<string, Operation>>
    }
    const chance = chanceOf(20260601)
    const faults: string[] = []
    for (let round = 0; round < REQUESTS_EACH; round += 1) {
      for (const [path, methods] of Object.entries(document.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          const { url, init } = requestFor(path, method, operation)
          const reply = await fetch(server.url + url, init)
          const text = await reply.text()
          const type = reply.headers.get('content-type')
          const isFault = reply.status >= 500 || (reply.status >= 400 && type !== 'application/problem+json')
          const told = `${reply.status} ${method} ${url.slice(0, 100)} ${String(init.body).slice(0, 300)}`
          if (isFault || /at .*\.ts:\d+|SQLITE|syntax error/.test(text)) faults.push(`${told} ${text}`)
        }
      }
    }
    await server.stop()
    expect(faults).toEqual([])

    function requestFor(path: string, method: string, { parameters = [], requestBody }: Operation) {
      const word = (schema: Schema) => encodeURIComponent(wellFormed(valueFor(schema, chance)))
      const inPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
        return (chance(3) > 0 && KNOWN[name]) || word(parameter?.schema ?? {}) || 'x'
      })
      const query = parameters
        .filter((one) => one.in === 'query' && chance(3) > 0)
        .map(({ name, schema }) => `${name}=${word(schema)}`)
      const headers = new Headers({ 'x-admin-key': ADMIN_KEY, 'idempotency-key': `k${chance(50)}` })
      const url = query.length > 0 ? `${inPath}?${query.join('&')}` : inPath
      if (!requestBody) return { url, init: { method: method.toUpperCase(), headers } }
      const [type, media] = Object.entries(requestBody.content)[chance(1)]!
      headers.set('content-type', chance(20) === 0 ? 'text/plain' : type)
      const body = chance(20) === 0 ? '{"a":' : JSON.stringify(valueFor(media.schema, chance))
      return { url, init: { method: method.toUpperCase(), headers, body } }
    }
  })
})

/** Names that the demonstration tenant has, so that not every request ends at its path. */
const KNOWN: Record<string, string> = { tenant: 'acme', salesperson: 'berlin', meeting_type: 'intro-zoom' }

function wellFormed(value: unknown): string {
  const text = String(typeof value === 'object' ? JSON.stringify(value) : value)
  // An address past 16 KiB is refused by the server itself.
  return text.slice(0, 1000).toWellFormed()
}
