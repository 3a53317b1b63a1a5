import { startApp } from '../../src/app.ts'
import type { Database } from '../../src/db/database.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { silentMetrics } from '../../src/lib/metrics.ts'
import { sealer } from '../../src/lib/seal.ts'
import { noTracer } from '../../src/lib/trace.ts'
import { mockMail } from '../../src/mail/mock.ts'
import { mockOutlook } from '../../src/outlook/mock.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { seed } from '../../src/tenants/seed.ts'
import { mockZoom } from '../../src/zoom/mock.ts'
import { freshDatabase } from './databases.ts'
import { freePort } from './port.ts'
import { ADMIN_KEY } from './services.ts'
import { codeIn, MONDAY_MS } from './world.ts'

/** A letter that has not come by then will not come. */
const LONGEST_MS = 60_000

export type Site = Awaited<ReturnType<typeof site>>

/**
 * The whole product, listening, with providers in memory and the demonstration tenant. Its clock goes, from Tuesday
 * 1 December 2026, 08:00 UTC on, and can be put forward.
 */
export async function site(given: { db?: Database; port?: number } = {}) {
  const { db = (await freshDatabase('sqlite')).db, port = await freePort() } = given
  let shift_ms = MONDAY_MS + 86_400_000 - Date.now()
  const clock = { now_ms: () => Date.now() + shift_ms }
  const entropy = seededEntropy(11)
  const [outlook, zoom, mail] = [
    mockOutlook({ clock, meetings: false }),
    mockZoom({ clock }),
    mockMail({ clock }),
  ]
  let paused: Promise<unknown> = Promise.resolve()
  const create: typeof zoom.create = async (...wish) => {
    await paused
    return zoom.create(...wish)
  }
  const url = `http://127.0.0.1:${port}`
  await seed(db, { clock, entropy })
  const app = await startApp(
    {
      ...{ db, clock, entropy, outlook, mail, pretended: true, zones: bundledZones() },
      zoom: { ...zoom, create },
      ...{
        log: silentLog,
        metrics: silentMetrics,
        tracer: noTracer,
        seal: sealer({ key: 'k'.repeat(43) }),
      },
      defaultZoom: { account: () => ({ account_id: 'a', client_id: 'c', client_secret: 's' }) },
    },
    {
      ...{ version: '0.0.0', mail_from: 'bookings@acme.example', keys: { admin: ADMIN_KEY } },
      edge: { base_url: url, trusted_proxies: [], rate_limit: false },
      ...{ token_secret: 's'.repeat(43), busy_max_age_ms: 0, zoom_lag_ms: 0 },
      listen: { host: '127.0.0.1', port },
      work: { concurrency: 4, poll_ms: 20, max_attempts: 3, keep_ms: 86_400_000 },
    },
  )
  return {
    url,
    db,
    clock,
    outlook,
    mail,
    advance: (by_ms: number) => {
      shift_ms += by_ms
    },
    /** Zoom makes nothing until what is answered here is called. */
    pauseZoom() {
      const gate = Promise.withResolvers<void>()
      paused = gate.promise
      return gate.resolve
    },
    /** The mailbox of a salesperson of the demonstration. */
    async mailbox(salesperson: 'berlin' | 'vancouver') {
      const [tenant] = await db.q.select().from(db.t.tenants)
      return { m365_tenant_id: tenant!.id, user: `${salesperson}@acme.example`, time_zone: 'Europe/Berlin' }
    },
    /** Changes what an admin may of the tenant; answers the status. */
    async configure(method: 'PATCH' | 'PUT', path: string, body: BodyInit, type = 'application/json') {
      const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': type }
      const { status } = await fetch(`${url}/v1/admin/tenants/acme${path}`, { method, headers, body })
      // Pages are kept for a second.
      shift_ms += 1001
      return status
    },
    /** The newest letter to this address that passes, once there is one. */
    async letter(to: string, isIt: (text: string) => boolean = () => true) {
      for (const until_ms = performance.now() + LONGEST_MS; performance.now() < until_ms; ) {
        const found = mail.list(to).find(({ text }) => isIt(text))
        if (found) return found
        await Bun.sleep(10)
      }
      const { kind, status, attempts, last_error } = db.t.outbox_jobs
      const jobs = await db.q.select({ kind, status, attempts, last_error }).from(db.t.outbox_jobs)
      throw new Error(`No such letter to ${to} has come, and these are the jobs: ${JSON.stringify(jobs)}`)
    },
    /** The code of the newest letter to this address that has one. */
    async code(to: string) {
      const hasCode = (text: string) => codeIn({ text }) !== 'no code'
      return codeIn(await this.letter(to, hasCode)).replace(/\D/g, '')
    },
    async stop() {
      await app.stop(1000)
      await db.close()
    },
  }
}
