import { type Offer, openOffer } from '../../booking/slots/offer.ts'
import { openMeetingType, salespersonsOf } from '../../tenants/find.ts'
import type { Request as Asked } from '../../web/frame.ts'
import { detailsPath } from '../../web/paths.ts'
import type { Services } from '../services.ts'
import { asked, type Call, zoneIn } from './call.ts'
import { instantIn } from './instant.ts'

/** What the form for one time is about. */
export interface Scene {
  call: Call
  offer: Offer
  /** The salesperson asked for. */
  salesperson?: { slug: string; name: string }
  start_ms: number
  frame: Asked
  /** Names the form: sent twice it is one hold. */
  key: string
  /** What its nonce is for. */
  view: string[]
}

/** The meeting type by the salesperson asked for; by anyone when there is no such salesperson any more. */
export function offerIn({ config, params, query }: Call): {
  offer: Offer
  salesperson?: Scene['salesperson']
} {
  const type = openMeetingType(config, params.type ?? '')
  const found = salespersonsOf(config, type).find(({ slug }) => slug === query.get('with'))
  const offer = openOffer(config, type.slug, found?.slug)
  return { offer, ...(found && { salesperson: { slug: found.slug, name: found.name } }) }
}

/** The scene of a request; `undefined` when it names no time. */
export function sceneOf(services: Services, call: Call): Scene | undefined {
  const { config, query, form } = call
  const { pages } = services.desk
  const { offer, salesperson } = offerIn(call)
  const start_ms = instantIn(form.line('start') || (query.get('start') ?? ''))
  if (start_ms === undefined) return undefined
  const view = ['details', config.tenant.id, offer.type.id]
  const here = detailsPath(config.tenant.slug, offer.type.slug, {
    start: new Date(start_ms).toISOString(),
    with: salesperson?.slug,
    zone: zoneIn(services.office, query),
  })
  const frame = asked(services, call, { here, nonce: pages.nonces.make(...view) })
  const [key] = /^[\w-]{16,64}$/.exec(form.line('key')) ?? [services.office.entropy.id()]
  return { call, offer, salesperson, start_ms, frame, key, view }
}
