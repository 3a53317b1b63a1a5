import { afterAll, expect, test } from 'bun:test'
import { awayFrom } from '../../src/db/away.ts'
import { openDatabase } from '../../src/db/open.ts'
import { readPage } from '../support/page.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'

const db = await openDatabase({ url: 'postgres://nobody:secret@127.0.0.1:1/nowhere' })
const server = listen(testServices(db))
afterAll(async () => {
  await server.stop()
  await db.close()
})

test.each([
  ['GET', '/v1/tenants/acme', {}],
  ['GET', '/v1/tenants/acme', { origin: 'https://elsewhere.example' }],
  ['GET', '/v1/admin/tenants', { 'x-admin-key': ADMIN_KEY }],
  ['POST', '/v1/bookings/confirm', { 'content-type': 'application/json' }],
])('a database that is away: %s %s %p may be asked again in a moment', async (method, path, headers) => {
  const code = { booking_id: '01a1fce2-cac5-722b-8108-db3214602bb7', code: '123456' }
  const body = method === 'POST' ? JSON.stringify(code) : undefined
  const reply = await fetch(server.url + path, { method, headers, body })
  const said = await reply.text()
  expect([reply.status, JSON.parse(said).code]).toEqual([503, 'unavailable'])
  expect(reply.headers.get('retry-after')).toBe('2')
  expect(said).not.toMatch(/secret|ECONN|127\.0\.0\.1/)
})

test('a person is shown a page that says so', async () => {
  const reply = await fetch(`${server.url}/acme`)
  expect([reply.status, reply.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
})

test('what a person typed goes along with that page, to be sent once more', async () => {
  const typed = { name: 'Ada & "Söhne"', 'answer.more': 'one\ntwo' }
  const path = '/acme/intro-zoom/details?start=2026-06-02T09:00:00Z'
  const reply = await fetch(`${server.url}${path}&lang=de`, {
    method: 'POST',
    body: new URLSearchParams(typed),
  })
  const { elements } = readPage(await reply.text())
  const of = (name: string, attribute: string) =>
    elements.filter((each) => each.name === name).map(({ attributes }) => attributes.get(attribute))
  expect(reply.status).toBe(503)
  expect(of('form', 'action')).toEqual([`${path}&lang=de`])
  expect([of('input', 'name'), of('input', 'value')]).toEqual([Object.keys(typed), Object.values(typed)])
})

test('what a database refuses for its sense is no absence', () => {
  const coded = (code: string) => Object.assign(new Error('no'), { code })
  const wrapped = new Error('query failed', { cause: coded('57P03') })
  expect(awayFrom(wrapped)).toEqual({ code: '57P03', says: expect.stringContaining('stopping or starting') })
  // Its password was changed, or another database is being put in its place.
  for (const code of ['28P01', '3D000'])
    expect([code, awayFrom(coded(code))?.says]).toEqual([code, expect.stringContaining('DATABASE_URL')])
  expect(awayFrom(coded('SQLITE_FULL'))?.says).toBe('The disk of the database is full')
  for (const code of ['23505', '40001', '22P05', 'SQLITE_CONSTRAINT_UNIQUE'])
    expect([code, awayFrom(coded(code))]).toEqual([code, undefined])
  expect(awayFrom(new TypeError('a fault of ours'))).toBeUndefined()
})
