import { catalogue } from '../../src/tenants/catalogue.ts'
import { findTenant } from '../../src/tenants/find.ts'
import { followUp } from '../../src/tenants/followUp.ts'
import { seed } from '../../src/tenants/seed.ts'
import type { Fresh } from './databases.ts'
import { ADMIN_KEY, listen, testServices } from './services.ts'

/** A request below /v1/admin; the body of the reply is parsed. */
export type Admin = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>

/** A server over this database, with the demonstration tenant in it. */
export async function adminOf({ db }: Fresh) {
  const services = testServices(db)
  const { office } = services
  await seed(db, office)
  const { tenant } = await findTenant(catalogue(), db, 'acme')
  const server = listen(services)
  const withKey = (key: string) => requester(server.url, key)
  return {
    db,
    stop: server.stop,
    admin: withKey(ADMIN_KEY),
    withKey,
    get: (path: string) => fetch(server.url + path),
    upload: async (bytes: Uint8Array<ArrayBuffer>, type: string) => {
      const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': type }
      const url = `${server.url}/v1/admin/tenants/acme/logo`
      return answered(await fetch(url, { method: 'PUT', headers, body: bytes }))
    },
    /** So many follow-ups and tracking events of acme, `kind0` first. */
    traces: (count: number) =>
      db.transaction(async (tx) => {
        for (let n = 0; n < count; n += 1) {
          const trace = { tenant_id: tenant.id, booking_id: `b${n}`, kind: `kind${n}`, detail: { n } }
          await followUp(tx, office, trace)
          const stamp = { id: office.entropy.id(), created_at_utc: new Date(n) }
          await tx.q.insert(tx.t.tracking_events).values({ ...trace, ...stamp })
        }
      }),
  }
}

function requester(url: string, key: string): Admin {
  return async (method, path, body) => {
    const headers = new Headers({ 'x-admin-key': key })
    if (body !== undefined) headers.set('content-type', 'application/json')
    const init = { method, headers, body: JSON.stringify(body) }
    const reply = await fetch(`${url}/v1/admin${path}`, init)
    return answered(reply)
  }
}

async function answered(reply: Response) {
  const text = await reply.text()
  return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) }
}
