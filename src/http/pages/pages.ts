import { type Context, Elysia } from 'elysia'
import { Problem } from '../../lib/problem.ts'
import { findOpenTenant, findTenant } from '../../tenants/find.ts'
import { isReserved } from '../../tenants/reserved.ts'
import { problemOf } from '../refuse.ts'
import type { Services } from '../services.ts'
import { bookingPost, bookingView } from './acts.ts'
import { asked, type Call } from './call.ts'
import { detailsPost, detailsView } from './details.ts'
import { readForm } from './form.ts'
import { type Keep, keptPages } from './kept.ts'
import { typeView, zoneView } from './pick.ts'
import { hereOf, refusalView } from './refusal.ts'
import { llmsView, tenantView } from './tenant.ts'
import { type Ready, ready, type Show, send } from './view.ts'

type Handled = Pick<Context, 'request' | 'set' | 'body'> & { params: Record<string, string> }

/** The pages of tenants: for customers, without a script if need be, and for programs. */
export function pages(services: Services) {
  const keep = keptPages(services.office.clock)
  const page =
    (show: Show, { find = findOpenTenant, keep = anew }: { find?: typeof findTenant; keep?: Keep } = {}) =>
    async ({ request, params, set, body }: Handled) =>
      send(
        await keep(`${request.url} ${request.headers.get('accept-language')}`, () =>
          made(services, { show, find }, { request, params, set, body }),
        ),
        request.headers.get('accept-encoding'),
        set.headers,
      )
  // Bookings that exist stay when their tenant is deactivated, and so do the ways to cancel and to move them.
  const ofBooking = { find: findTenant }
  return new Elysia({ name: 'pages', detail: { hide: true } })
    .get('/:tenant', page(tenantView, { keep }))
    .get('/:tenant/llms.txt', page(llmsView))
    .get('/:tenant/:type', page(typeView, { keep }))
    .get('/:tenant/:type/zone', page(zoneView))
    .get('/:tenant/:type/details', page(detailsView))
    .post('/:tenant/:type/details', page(detailsPost))
    .get('/:tenant/booking/:act', page(bookingView, ofBooking))
    .post('/:tenant/booking/:act', page(bookingPost, ofBooking))
}

const anew: Keep = (_key, make) => make()

/** The page, or the page that says why there is none. Throws where no tenant is known. */
async function made(
  services: Services,
  { show, find }: { show: Show; find: typeof findTenant },
  { request, params, set, body }: Handled,
): Promise<Ready> {
  const { office, log } = services
  const slug = params.tenant ?? ''
  if (isReserved(slug)) throw new Problem('not_found', 'There is nothing at this address')
  const config = await find(office.catalogue, office.db, slug)
  const url = new URL(request.url)
  const call: Call = {
    config,
    params: { ...params, tenant: slug },
    query: url.searchParams,
    form: readForm(body),
    accepted: request.headers.get('accept-language'),
    request_id: String(set.headers['x-request-id']),
  }
  const { branding } = config.tenant
  try {
    return ready(await show(services, call), branding)
  } catch (error) {
    const problem = problemOf(error, log, call.request_id)
    return ready(
      refusalView(asked(services, call, { here: hereOf(url) }), problem, call.form.fields),
      branding,
    )
  }
}
