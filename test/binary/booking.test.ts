import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { call, emptyFolder, type Running, start } from '../support/binary.ts'
import { freshCopy } from '../support/databases.ts'
import { customerAt } from '../support/httpCustomer.ts'

/** A booking from the first look to its end, and what it leaves behind. */
async function wholeBooking({ url, folder }: Running) {
  const { ask, slots, hold, confirm, links } = customerAt(url)
  expect((await ask('GET', '/v1/tenants/acme')).body.meeting_types).toHaveLength(3)
  const [first, second] = await slots()
  const held = await hold(first, 'key-1')
  expect([held.status, held.body.status]).toEqual([201, 'held'])
  const again = await hold(first, 'key-1')
  expect([again.status, again.body]).toEqual([201, held.body])
  expect(again.headers.get('idempotency-replayed')).toBe('true')

  const { booking_id } = held.body
  const confirmed = await confirm(booking_id)
  expect([confirmed.status, confirmed.body.status]).toEqual([200, 'confirmed'])
  expect(confirmed.body.join_url).toStartWith('https://')

  const tokens = await links(booking_id)
  const bearer = { authorization: `Bearer ${tokens.cancel}` }
  const invite = await ask('GET', `/v1/bookings/${booking_id}/invite.ics`, undefined, bearer)
  expect(invite.body).toContain('BEGIN:VEVENT')
  const wish = { token: tokens.reschedule, start_at_utc: second?.start_at_utc }
  const moved = await ask('POST', '/v1/bookings/reschedule', wish, { 'idempotency-key': 'key-2' })
  expect([moved.status, moved.body.start_at_utc]).toEqual([200, second?.start_at_utc])
  const canceled = await ask('POST', '/v1/bookings/cancel', { token: tokens.cancel, reason: 'No time' })
  expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled'])

  const key = readFileSync(join(folder, 'data/secrets/admin_api_key'), 'utf8').trim()
  const seen = await ask('GET', '/v1/admin/tenants/acme/tracking-events', undefined, { 'x-admin-key': key })
  const kinds = seen.body.items.map(({ kind }: { kind: string }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['held', 'confirmed', 'rescheduled', 'canceled']))
}

describe('the binary, in an empty folder', () => {
  test('does a whole booking on a file of its own, and ends when it is told to', async () => {
    const running = await start()
    await wholeBooking(running)
    expect(await running.stop()).toBe(0)
    expect(running.said.err).toBe('')
    for (const words of [
      'pretended: Outlook',
      'pretended: letters',
      '/acme',
      '/dev',
      '/swagger',
      'admin_api_key',
    ])
      expect(running.said.out).toContain(words)
  })

  test('does a whole booking on Postgres, once it is migrated and seeded', async () => {
    const { url } = await freshCopy('empty')
    const where = { folder: emptyFolder(), env: { DATABASE_URL: url } }
    const migrated = await call(['migrate'], where)
    expect([migrated.code, migrated.out]).toEqual([0, expect.stringMatching(/\d+ migrations applied/)])
    expect((await call(['migrate'], where)).out).toBe('The database is up to date.\n')
    expect((await call(['seed'], where)).out).toContain('was made')
    expect((await call(['seed'], where)).out).toContain('is there already')
    const running = await start([], where)
    await wholeBooking(running)
    expect(await running.stop()).toBe(0)
  })

  test('starts again where it was: its keys, its bookings and its pretend Outlook', async () => {
    const first = await start()
    const before = customerAt(first.url)
    const { body: held } = await before.hold((await before.slots())[0])
    await before.confirm(held.booking_id)
    await first.stop()
    const second = await start([], { folder: first.folder })
    const after = customerAt(second.url)
    const { cancel } = await after.links(held.booking_id)
    const canceled = await after.ask('POST', '/v1/bookings/cancel', { token: cancel })
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled'])
    await second.stop()
  })

  test('carries Swagger, its document and the pages within', async () => {
    const running = await start()
    const get = (path: string) => fetch(running.url + path)
    const page = await (await get('/swagger')).text()
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(assets.length).toBeGreaterThan(2)
    for (const asset of assets) expect([asset, (await get(asset)).status]).toEqual([asset, 200])
    expect(page).not.toMatch(/https?:\/\//)
    const month = await (await get('/acme/intro-zoom')).text()
    const loaded = [...month.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(loaded.length).toBeGreaterThan(1)
    for (const path of [...loaded, '/acme', '/dev'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    const served = await (await get('/swagger/json')).json()
    const { paths, openapi } = JSON.parse((await call(['openapi'])).out)
    expect(openapi).toBe('3.1.0')
    // The pretend world is no part of the document that is printed.
    const real = Object.keys(served.paths).filter((path) => !path.startsWith('/dev'))
    expect(Object.keys(paths)).toEqual(real)
    await running.stop()
  })
})
