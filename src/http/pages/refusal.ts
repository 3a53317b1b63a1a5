import type { Problem } from '../../lib/problem.ts'
import { isReserved } from '../../tenants/reserved.ts'
import type { Request as Asked } from '../../web/frame.ts'
import { chooseLocale } from '../../web/language.ts'
import { lostPage, troublePage } from '../../web/lostPage.tsx'
import type { Services } from '../services.ts'
import { ready, type View } from './view.ts'

/** A refusal as a page: nothing here, too many requests, or the fault is ours. */
export function refusalView(asked: Asked, { status, more }: Problem): View {
  if (status < 500 && status !== 429) return { html: lostPage(asked), status }
  const wait_seconds = status === 429 ? Number(more.headers?.['retry-after'] ?? 1) : undefined
  const request_id = typeof more.request_id === 'string' ? more.request_id : undefined
  return { html: troublePage(asked, { wait_seconds, request_id }), status }
}

/** A refusal as a page where no tenant is known: the browser's language is all there is. */
export function refusalPage(services: Services, request: Request, problem: Problem): Response {
  const { status, headers, body } = ready(refusalView(nobodysRequest(services, request), problem))
  return new Response(body, { status, headers: { ...problem.more.headers, ...headers } })
}

/** True where a person asks: for an address that a page could have, and not for JSON. */
export function isForPeople(request: Request, path: string): boolean {
  const [, first = ''] = path.split('/')
  return !isReserved(first) && !/json/.test(request.headers.get('accept') ?? '')
}

/** The address of a view, without its language. */
export function hereOf({ pathname, search }: URL): string {
  return (pathname + search).replace(/([?&])lang=[^&]*&?/, '$1').replace(/[?&]$/, '')
}

function nobodysRequest({ office, edge }: Services, request: Request): Asked {
  const url = new URL(request.url)
  return {
    locale: chooseLocale(url.searchParams.get('lang'), request.headers.get('accept-language'), undefined),
    zone: 'UTC',
    zones: office.zones,
    now_ms: office.clock.now_ms(),
    base_url: edge.base_url,
    here: hereOf(url),
    chosen: {},
  }
}
