import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Request as Asked } from '../../web/frame.ts'
import { chooseLocale } from '../../web/language.ts'
import { LANGUAGES } from '../../web/messages/messages.ts'
import type { Services } from '../services.ts'
import type { Form } from './form.ts'
import { brandOf } from './shown.ts'

/** One request for a page of a tenant. */
export interface Call {
  config: TenantConfig
  params: { tenant: string; type?: string; act?: string }
  query: URLSearchParams
  form: Form
  /** The header Accept-Language. */
  accepted: string | null
  /** Names the request in the log. */
  request_id: string
}

/** What a view adds to what its request says. */
export interface ViewOf {
  /** Where this view is had again, without `lang`. */
  here: string
  /** Guards its forms. */
  nonce?: string
  alert?: Asked['alert']
  /** Where the booking knows better than the browser. */
  of?: { locale: string; time_zone: string }
}

/** What a page is told of the request. */
export function asked({ office, edge, dev }: Services, call: Call, view: ViewOf): Asked {
  const { config, query, accepted } = call
  const { tenant } = config
  const { here, nonce, alert, of } = view
  const zone = zoneIn(office, query)
  const lang = languageIn(query)
  return {
    brand: brandOf(tenant),
    locale: chooseLocale(lang, of ? undefined : accepted, of?.locale ?? tenant.locale),
    zone: zone ?? known(office, of?.time_zone) ?? tenant.time_zone,
    zones: office.zones,
    now_ms: office.clock.now_ms(),
    base_url: edge.base_url,
    here,
    chosen: { zone, lang },
    nonce,
    alert,
    ...(dev?.pretends_mail && { letters_at: `/dev?tenant=${tenant.slug}#letters` }),
  }
}

/** The language that the address names, if pages speak it. */
export function languageIn(query: URLSearchParams): Asked['chosen']['lang'] {
  return LANGUAGES.find(({ language }) => language === query.get('lang'))?.language
}

/** The zone that the address names, if there is such a zone. */
export function zoneIn(office: Services['office'], query: URLSearchParams): string | undefined {
  return known(office, query.get('zone') ?? undefined)
}

function known({ zones }: Services['office'], zone: string | undefined): string | undefined {
  return zone !== undefined && zone.length < 60 && zones.has(zone) ? zone : undefined
}
