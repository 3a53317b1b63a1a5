import { describe, expect, test } from 'bun:test'
import { emptyFolder, start } from '../support/binary.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { freePort } from '../support/port.ts'

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
