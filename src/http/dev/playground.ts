import { Elysia, t } from 'elysia'
import { mailboxOf } from '../../booking/slots/busy.ts'
import { findTenant } from '../../tenants/find.ts'
import type { Services } from '../services.ts'
import { playgroundPage } from './page.ts'
import { noEvent, shelf } from './shelf.ts'

const tenant = t.String({ default: 'acme', maxLength: 60 })
const params = t.Object({
  salesperson: t.String({ maxLength: 60 }),
  event_id: t.String({ maxLength: 200 }),
})
const MINUTE_MS = 60_000

/** The playground at /dev, to which the bare address leads that the start prints. Without mocks neither exists. */
export function playground({ dev: tools, office }: Services) {
  const controller = new Elysia({ name: 'playground', detail: { hide: true } })
  if (!tools) return controller
  const { find, move, remove } = shelf(tools, office)
  return controller
    .get('/', () => see('/dev'))
    .get(
      '/dev',
      async ({ query }) => {
        const config = await findTenant(office.catalogue, office.db, query.tenant)
        const shelves = [...config.salespersons.values()].map((one) => ({
          slug: one.slug,
          name: one.name,
          events: tools.events(mailboxOf(config, one)),
        }))
        return playgroundPage(query.tenant, shelves, tools.letters())
      },
      { query: t.Object({ tenant }) },
    )
    .post(
      '/dev/outlook/:salesperson/events/:event_id/move',
      async ({ params: { salesperson, event_id }, query: { tenant, by_minutes }, request }) => {
        ownPageOnly(request)
        const { event } = await find({ salesperson, tenant }, event_id)
        const start_ms = event.start_ms + by_minutes * MINUTE_MS
        await move({ salesperson, tenant }, event_id, { start_ms })
        return back(tenant)
      },
      { params, query: t.Object({ tenant, by_minutes: t.Integer({ minimum: -525_600, maximum: 525_600 }) }) },
    )
    .post(
      '/dev/outlook/:salesperson/events/:event_id/delete',
      async ({ params: { salesperson, event_id }, query: { tenant }, request }) => {
        ownPageOnly(request)
        await remove({ salesperson, tenant }, event_id)
        return back(tenant)
      },
      { params, query: t.Object({ tenant }) },
    )
}

/** A form on somebody else's page must not move events here. */
function ownPageOnly({ headers }: Request): void {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw noEvent()
}

function back(tenant: string): Response {
  return see(`/dev?tenant=${encodeURIComponent(tenant)}`)
}

function see(location: string): Response {
  return new Response(null, { status: 303, headers: { location } })
}
