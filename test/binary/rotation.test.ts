import { describe, expect, test } from 'bun:test'
import { call, emptyFolder, start } from '../support/binary.ts'
import { freshCopy } from '../support/databases.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { freePort } from '../support/port.ts'
import { tokenIn } from '../support/world.ts'

const key = (name: string) => `${name}-0123456789abcdefghijklmnopqrstuvwxyzABCDEF`

describe('a secret that is changed while customers hold links and codes', () => {
  test('goes on to serve as the previous one, and no longer once it is left out', async () => {
    const folder = emptyFolder()
    // A link says by which address it was made.
    const PORT = String(await freePort())
    const old = { ADMIN_API_KEY: key('old-admin'), TOKEN_SECRET: key('old-token'), SEAL_KEY: key('seal') }
    const first = await start([], { folder, env: { ...old, PORT } })
    const before = customerAt(first.url)
    const [slot] = await before.slots()
    const { body: held } = await before.hold(slot)
    await before.confirm(held.booking_id)
    const { cancel, reschedule } = await before.links(held.booking_id)
    await first.stop()

    const fresh = { ADMIN_API_KEY: key('new-admin'), TOKEN_SECRET: key('new-token'), SEAL_KEY: key('seal') }
    const previous = {
      ADMIN_API_KEY_PREVIOUS: old.ADMIN_API_KEY,
      TOKEN_SECRET_PREVIOUS: old.TOKEN_SECRET,
    }
    const second = await start([], { folder, env: { ...fresh, ...previous, PORT } })
    const during = customerAt(second.url)
    const admin = async (url: string, given: string) =>
      (await customerAt(url).ask('GET', '/v1/admin/tenants', undefined, { 'x-admin-key': given })).status
    expect(await admin(second.url, old.ADMIN_API_KEY)).toBe(200)
    expect(await admin(second.url, fresh.ADMIN_API_KEY)).toBe(200)
    const bearer = { authorization: `Bearer ${reschedule}` }
    const read = await during.ask('GET', `/v1/bookings/${held.booking_id}`, undefined, bearer)
    expect([read.status, read.body.status]).toEqual([200, 'confirmed'])
    await second.stop()

    const third = await start([], { folder, env: { ...fresh, PORT } })
    expect(await admin(third.url, old.ADMIN_API_KEY)).toBe(401)
    expect(await admin(third.url, fresh.ADMIN_API_KEY)).toBe(200)
    const late = await customerAt(third.url).ask('POST', '/v1/bookings/cancel', { token: cancel })
    expect([late.status, late.body.code]).toEqual([401, 'token_forged'])
    const { cancel: anew } = await customerAt(third.url).links(held.booking_id)
    const canceled = await customerAt(third.url).ask('POST', '/v1/bookings/cancel', { token: anew })
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled'])
    await third.stop()
  })
})

interface Subscribed {
  graph_subscription_id: string
  subscription_id: string
  health: string
}

/** The booking as an admin sees it, what is subscribed, and what a salesperson can do with the event in Outlook. */
function adminAt(url: string, given: string) {
  const { ask } = customerAt(url)
  const tenant = '/v1/admin/tenants/acme'
  const admin = (method: string, path: string) =>
    ask(method, tenant + path, undefined, { 'x-admin-key': given })
  /** The secrets' owners: the ids that Graph gave to what is subscribed and well. */
  const subscribed = async (): Promise<Subscribed[]> =>
    (await admin('GET', '/graph-subscriptions')).body.items.filter(
      ({ health }: Subscribed) => health === 'healthy',
    )
  return {
    admin,
    subscribed,
    status: async (id: string) => (await admin('GET', `/bookings/${id}`)).body.status,
    start: async (id: string) => (await admin('GET', `/bookings/${id}`)).body.start_at_utc,
    event: async (booking_id: string, salesperson: string) => {
      const { body } = await ask('GET', `/dev/outlook/${salesperson}/events`)
      const found = body.items.find((one: { booking_id?: string }) => one.booking_id === booking_id)
      return `/dev/outlook/${salesperson}/events/${encodeURIComponent(found.event_id)}`
    },
  }
}

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await Bun.sleep(50)
}

describe('what Outlook is known by', () => {
  test('is sealed anew beside the service that uses it, and made anew when it is thrown away', async () => {
    const folder = emptyFolder()
    const ADMIN_API_KEY = key('admin')
    const first = await start([], { folder, env: { ADMIN_API_KEY, SEAL_KEY: key('old') } })
    const before = adminAt(first.url, ADMIN_API_KEY)
    await until(async () => (await before.subscribed()).length === 2)
    const customer = customerAt(first.url)
    const [slot, , , , , , later] = await customer.slots()
    const { body: held } = await customer.hold(slot)
    await customer.confirm(held.booking_id)
    await first.stop()

    const env = { ADMIN_API_KEY, SEAL_KEY: key('new'), SEAL_KEY_PREVIOUS: key('old') }
    const second = await start([], { folder, env })
    const during = adminAt(second.url, ADMIN_API_KEY)
    const { ask } = customerAt(second.url)
    const event = await during.event(held.booking_id, held.salesperson)
    const end_at_utc = new Date(Date.parse(later!.start_at_utc) + 1_800_000).toISOString()
    const moved = await ask('PATCH', event, { start_at_utc: later?.start_at_utc, end_at_utc })
    expect(moved.status).toBeLessThan(300)
    await until(async () => (await during.start(held.booking_id)) === later?.start_at_utc)
    const anew = await call(['reseal'], { folder, env })
    expect([anew.code, anew.out]).toEqual([0, expect.stringMatching(/^[1-9]\d* secrets were sealed/)])
    await second.stop()

    const third = await start([], { folder, env: { ADMIN_API_KEY, SEAL_KEY: key('new') } })
    const after = adminAt(third.url, ADMIN_API_KEY)
    const old = await after.subscribed()
    for (const one of old) await after.admin('DELETE', `/graph-subscriptions/${one.graph_subscription_id}`)
    await after.admin('POST', '/graph-subscriptions/ensure')
    const ids = new Set(old.map((one) => one.subscription_id))
    const anewIn = async () => (await after.subscribed()).filter((one) => !ids.has(one.subscription_id))
    await until(async () => (await anewIn()).length === 2)
    const again = customerAt(third.url)
    expect(
      (await again.ask('DELETE', await after.event(held.booking_id, held.salesperson))).status,
    ).toBeLessThan(300)
    await until(async () => (await after.status(held.booking_id)) === 'canceled')
    await third.stop()
  })
})

describe('a secret that two processes change one after the other', () => {
  test('is known to both before either signs with it: no link fails in between', async () => {
    const { url: DATABASE_URL } = await freshCopy('empty')
    const both = {
      DATABASE_URL,
      ADMIN_API_KEY: key('admin'),
      SEAL_KEY: key('seal'),
      BASE_URL: 'http://localhost:3000',
    }
    const old = { TOKEN_SECRET: key('old'), TOKEN_SECRET_PREVIOUS: key('new') }
    const fresh = { TOKEN_SECRET: key('new'), TOKEN_SECRET_PREVIOUS: key('old') }
    const working = await start([], { env: { ...both, ...fresh } })
    const waiting = await start(['serve', '--no-worker'], { env: { ...both, ...old } })
    const [here, there] = [customerAt(working.url), customerAt(waiting.url)]
    const [slot] = await there.slots()
    const { body: held } = await there.hold(slot)
    const { text } = await here.letter((letter) => tokenIn({ text: letter }, 'verify') !== 'no token')
    const token = tokenIn({ text }, 'verify')
    const confirmed = await there.ask('POST', '/v1/bookings/confirm', { token })
    expect([200, 202]).toContain(confirmed.status)
    const { cancel } = await here.links(held.booking_id)
    const canceled = await there.ask('POST', '/v1/bookings/cancel', { token: cancel })
    expect([canceled.status, canceled.body.code]).toEqual([200, undefined])
    await Promise.all([working.stop(), waiting.stop()])
  })
})
