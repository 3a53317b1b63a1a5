import { Elysia, t } from 'elysia'
import { mailboxOf } from '../../booking/slots/busy.ts'
import { Problem } from '../../lib/problem.ts'
import { findSalesperson, findTenant } from '../../tenants/find.ts'
import type { Services } from '../services.ts'
import { playgroundPage } from './page.ts'

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
  const place = async (slug: string, salesperson: string) => {
    const config = await findTenant(office.catalogue, office.db, slug)
    return mailboxOf(config, findSalesperson(config, salesperson))
  }
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
      async ({ params, query, request }) => {
        ownPageOnly(request)
        const mailbox = await place(query.tenant, params.salesperson)
        const event = tools.events(mailbox).find(({ event_id }) => event_id === params.event_id)
        if (!event) throw noEvent()
        const by_ms = query.by_minutes * MINUTE_MS
        const time = { start_ms: event.start_ms + by_ms, end_ms: event.end_ms + by_ms }
        tools.move(mailbox, params.event_id, time)
        return back(query.tenant)
      },
      { params, query: t.Object({ tenant, by_minutes: t.Integer({ minimum: -525_600, maximum: 525_600 }) }) },
    )
    .post(
      '/dev/outlook/:salesperson/events/:event_id/delete',
      async ({ params, query, request }) => {
        ownPageOnly(request)
        if (!tools.remove(await place(query.tenant, params.salesperson), params.event_id)) throw noEvent()
        return back(query.tenant)
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

function noEvent(): Problem {
  return new Problem('not_found', 'There is no such event')
}
