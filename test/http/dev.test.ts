import { expect, test } from 'bun:test'
import { mailboxOf } from '../../src/booking/slots/busy.ts'
import type { DevTools } from '../../src/http/dev/devTools.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { findSalesperson, findTenant } from '../../src/tenants/find.ts'
import type { Office } from '../../src/tenants/office.ts'
import { addSalesperson } from '../../src/tenants/salesperson.ts'
import { createTenant } from '../../src/tenants/tenant.ts'
import { DIALECTS, type Dialect, freshDatabase } from '../support/databases.ts'
import { listen, testServices } from '../support/services.ts'
import { MONDAY_MS, type World, world } from '../support/world.ts'

const HOUR_MS = 3_600_000

test.each(DIALECTS)(
  'the pretend Outlook of a salesperson is found in whichever tenant it is, on %s',
  async (dialect) => {
    await inPretence(dialect, async ({ office, it, ask }) => {
      await hire(office, 'mine', 'zoe')
      expect(await ask('GET', 'zoe/events')).toMatchObject({ status: 200, body: { items: [] } })
      const event_id = await meet(office, it, 'mine', 'zoe')
      expect(await ask('GET', 'zoe/events')).toMatchObject({ body: { items: [{ event_id }] } })
      const start_at_utc = new Date(MONDAY_MS + HOUR_MS).toISOString()
      const moved = { start_at_utc, end_at_utc: new Date(MONDAY_MS + 1.5 * HOUR_MS).toISOString() }
      expect(await ask('PATCH', `zoe/events/${event_id}`, moved)).toMatchObject({ status: 200, body: moved })
      expect(await ask('DELETE', `zoe/events/${event_id}`)).toMatchObject({ status: 204 })
      expect(await ask('DELETE', `zoe/events/${event_id}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
      expect(await ask('GET', 'nobody/events')).toMatchObject({ body: { code: 'salesperson_not_found' } })
    })
  },
)

test('of two salespersons with one name each has their own events, and naming the tenant tells them apart', async () => {
  await inPretence('sqlite', async ({ office, it, ask }) => {
    await hire(office, 'mine', 'berlin')
    const theirs = await meet(office, it, 'acme', 'berlin')
    const mine = await meet(office, it, 'mine', 'berlin')
    const listed = async (query: string) =>
      ((await ask('GET', `berlin/events${query}`)).body?.items ?? []).map(({ event_id }) => event_id)
    expect((await listed('')).sort()).toEqual([theirs, mine].sort())
    expect(await listed('?tenant=acme')).toEqual([theirs])
    expect(await listed('?tenant=mine')).toEqual([mine])
    expect(await ask('DELETE', `berlin/events/${mine}?tenant=acme`)).toMatchObject({ status: 404 })
    expect(await ask('DELETE', `berlin/events/${mine}`)).toMatchObject({ status: 204 })
    expect(await listed('')).toEqual([theirs])
  })
})

test('an event that is given a new start alone keeps its length', async () => {
  await inPretence('sqlite', async ({ office, it, ask }) => {
    const event_id = await meet(office, it, 'acme', 'berlin')
    const at = (hours: number) => new Date(MONDAY_MS + hours * HOUR_MS).toISOString()
    const path = `berlin/events/${event_id}`
    const later = { start_at_utc: at(2), end_at_utc: at(2.5) }
    expect(await ask('PATCH', path, { start_at_utc: at(2) })).toMatchObject({ status: 200, body: later })
    expect(await ask('PATCH', path, { end_at_utc: at(4) })).toMatchObject({
      body: { ...later, end_at_utc: at(4) },
    })
    const refused = await ask('PATCH', path, { end_at_utc: at(1) })
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'end_at_utc' }] } })
  })
})

test('what mock mode adds to the document has examples, too', async () => {
  await inPretence('sqlite', async ({ url }) => {
    const { paths } = (await (await fetch(`${url}/swagger/json`)).json()) as Document
    const operations = Object.keys(paths)
      .filter((path) => path.startsWith('/dev'))
      .flatMap((path) => Object.values(paths[path]!))
    expect(operations.length).toBe(4)
    for (const { requestBody, responses } of operations) {
      const contents = [requestBody, ...Object.values(responses)].flatMap((one) =>
        Object.values(one?.content ?? {}),
      )
      for (const { schema } of contents) expect(schema.examples?.length).toBeGreaterThan(0)
    }
  })
})

interface Document {
  paths: Record<string, Record<string, { requestBody?: Described; responses: Record<string, Described> }>>
}
type Described = { content?: Record<string, { schema: { examples?: unknown[] } }> }

interface Pretence {
  office: Office
  it: World
  url: string
  ask(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body?: { items?: { event_id: string }[] } }>
}

/** A server in mock mode, and what it pretends. */
async function inPretence(dialect: Dialect, story: (pretence: Pretence) => Promise<void>) {
  const { db } = await freshDatabase(dialect)
  const it = await world(db)
  const { events, move, remove } = it.outlook.playground
  const dev: DevTools = { pretends_mail: true, letters: (to) => it.mail.list(to), events, move, remove }
  const services = testServices(db, { sync: it.sync, dev })
  const { url, stop } = listen(services)
  const ask: Pretence['ask'] = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${url}/dev/outlook/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    })
    const text = await reply.text()
    return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  try {
    await story({ office: services.office, it, url, ask })
  } finally {
    await stop()
    await db.close()
  }
}

async function hire(office: Office, tenant: string, slug: string): Promise<void> {
  const { id } = await createTenant(office, SYSTEM, { slug: tenant, name: tenant, time_zone: 'UTC' })
  const person = { slug, name: slug, email: `${slug}@${tenant}.example`, time_zone: 'UTC' }
  await addSalesperson(office, { tenant_id: id, actor: SYSTEM }, person)
}

/** Puts half an hour into somebody's calendar; answers the id of the event. */
async function meet(office: Office, it: World, tenant: string, slug: string): Promise<string> {
  const config = await findTenant(office.catalogue, office.db, tenant)
  const mailbox = mailboxOf(config, findSalesperson(config, slug))
  const time = { start_ms: MONDAY_MS, end_ms: MONDAY_MS + HOUR_MS / 2 }
  const { event_id } = await it.outlook.create(mailbox, {
    ...{
      booking_id: `${tenant}-${slug}`,
      transaction_id: `${tenant}-${slug}`,
      subject: 'Call',
      body_html: '',
    },
    ...{ location: '', time_zone: 'UTC', attendees: [], teams: false },
    ...time,
  })
  return event_id
}
