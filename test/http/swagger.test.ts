import { afterAll, expect, test } from 'bun:test'
import { freshDatabase } from '../support/databases.ts'
import { listen, testServices } from '../support/services.ts'

const { db } = await freshDatabase('sqlite')
const server = listen(testServices(db))
afterAll(async () => {
  await server.stop()
  await db.close()
})

interface Operation {
  summary?: string
  tags?: string[]
  operationId?: string
  parameters?: { name: string; schema: Schema; examples?: unknown }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}
type Schema = { examples?: unknown[]; type?: string; format?: string; anyOf?: unknown }

const document = (await (await fetch(`${server.url}/swagger/json`)).json()) as {
  openapi: string
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
)

test('the page and all that it loads come from the server itself', async () => {
  const page = await (await fetch(`${server.url}/swagger`)).text()
  const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)
  expect(loaded.length).toBe(4)
  for (const address of loaded) {
    expect(address).toStartWith('/swagger/')
    for (const encoding of ['gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding }
      const reply = await fetch(server.url + address, { headers })
      expect(reply.status).toBe(200)
      expect((await reply.text()).length).toBeGreaterThan(100)
    }
  }
  expect((await fetch(`${server.url}/swagger/nothing.js`)).status).toBe(404)
  expect((await fetch(`${server.url}/.page`)).status).toBe(404)
})

test('the document says which OpenAPI it is and names no operation twice', () => {
  expect(document.openapi).toBe('3.1.0')
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(ids).toEqual([...new Set(ids)])
})

test.each(operations)('$name says what it does, takes and answers', ({ path, operation }) => {
  expect(operation.summary).toBeTruthy()
  const known = document.tags.map(({ name }) => name)
  expect(operation.tags?.every((tag) => known.includes(tag))).toBe(true)
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const parameters = (operation.parameters ?? []).map(({ name }) => name)
  for (const { schema, examples } of operation.parameters ?? []) {
    expect(schema.type ?? schema.anyOf).toBeTruthy()
    expect(examples).toBeUndefined()
  }
  expect(inPath.filter((name) => !parameters.includes(name!))).toEqual([])
  for (const { schema } of Object.values(operation.requestBody?.content ?? {}))
    expect(schema.format === 'binary' || (schema.examples?.length ?? 0) > 0).toBe(true)
  expect(Object.keys(operation.responses).some((status) => status < '400')).toBe(true)
  for (const [status, reply] of Object.entries(operation.responses)) {
    expect(reply.description).toBeTruthy()
    for (const [type, { schema }] of Object.entries(reply.content ?? {})) {
      if (status >= '400')
        expect(type).toBe(path === '/readyz' ? 'application/json' : 'application/problem+json')
      if (schema.format !== 'binary') expect(schema.examples?.length).toBeGreaterThan(0)
    }
  }
})

test('the document names the media type that the calendar file is sent with', () => {
  const { responses } = document.paths['/v1/bookings/{id}/invite.ics']!.get!
  expect(Object.keys(responses['200']!.content!)).toEqual(['text/calendar'])
})
