import type { Problem } from '../../lib/problem.ts'
import { isReserved } from '../../tenants/reserved.ts'
import type { Request as Asked } from '../../web/frame.ts'
import { chooseLocale } from '../../web/language.ts'
import { lostPage, type TroubleProps, troublePage } from '../../web/lostPage.tsx'
import { formOf } from '../body.ts'
import type { Services } from '../services.ts'
import { languageIn } from './call.ts'
import { readForm } from './form.ts'
import { ready, type View } from './view.ts'

/** A refusal as a page: nothing here, too slow, too many requests, or the fault is ours; what was typed goes along. */
export function refusalView(asked: Asked, { status, more }: Problem, typed?: TroubleProps['typed']): View {
  const slow = status === 408
  if (status < 500 && status !== 429 && !slow) return { html: lostPage(asked), status }
  const wait_seconds = status === 429 ? Number(more.headers?.['retry-after'] ?? 1) : undefined
  const request_id = typeof more.request_id === 'string' ? more.request_id : undefined
  return { html: troublePage(asked, { wait_seconds, slow, request_id, typed }), status }
}

/** A refusal as a page where no tenant is known: the browser's language is all there is. */
export async function refusalPage(services: Services, request: Request, problem: Problem): Promise<Response> {
  const typed = request.method === 'POST' ? readForm(await formOf(request)).fields : []
  const view = refusalView(nobodysRequest(services, request), problem, typed)
  const { status, headers, body: html } = ready(view)
  return new Response(html, { status, headers: { ...problem.more.headers, ...headers } })
}

/** True where a person asks: for an address that a page could have, and not for JSON. */
export function isForPeople(request: Request, path: string): boolean {
  const [, first = ''] = path.split('/')
  return !isReserved(first) && !/json/.test(request.headers.get('accept') ?? '')
}

/** The address of a view, without its language. */
export function hereOf({ pathname, search }: URL): string {
  // Two slashes at the beginning would name another host.
  const here = pathname.replace(/^\/+/, '/') + search
  return here.replace(/([?&])lang=[^&]*&?/, '$1').replace(/[?&]$/, '')
}

function nobodysRequest({ office, edge }: Services, request: Request): Asked {
  const url = new URL(request.url)
  const lang = languageIn(url.searchParams)
  return {
    locale: chooseLocale(lang, request.headers.get('accept-language'), undefined),
    zone: 'UTC',
    zones: office.zones,
    now_ms: office.clock.now_ms(),
    base_url: edge.base_url,
    here: hereOf(url),
    chosen: { lang },
  }
}
