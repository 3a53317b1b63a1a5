import { localeOf } from '../../src/scheduling/locale.ts'
import { assetAt, encodedFor } from '../../src/web/assets.ts'
import { detailsPage } from '../../src/web/detailsPage.tsx'
import type { Request as Asked } from '../../src/web/frame.ts'
import { addMonths } from '../../src/web/month.ts'
import { typePath } from '../../src/web/paths.ts'
import { pickPage } from '../../src/web/pickPage.tsx'
import { pageHeaders } from '../../src/web/policy.ts'
import { zonePage } from '../../src/web/zonePage.tsx'
import { MEETINGS, offeredIn, PEOPLE, QUESTIONS, requestOf, zones } from './fixtures.ts'
import { SCREENS } from './screens.ts'

/**
 * Serves every screen with example content at `/<screen>?lang=&zone=&accent=`, and the calendar of `/acme/intro-zoom`
 * with its links alive. `bun test/web/gallery.ts [port]` shows it to a developer; screenshots and the tests in a
 * browser use it too.
 */
export function serveGallery(port = 0) {
  return Bun.serve({ hostname: '127.0.0.1', port, fetch: answer })
}

function answer(request: Request): Response {
  const url = new URL(request.url)
  const asset = assetAt(url.pathname)
  if (asset) {
    const { body, encoding } = encodedFor(asset, request.headers.get('accept-encoding') ?? '')
    return new Response(body, {
      headers: { 'content-type': asset.type, ...(encoding && { 'content-encoding': encoding }) },
    })
  }
  const asked = askedOf(url)
  const page = SCREENS[url.pathname.slice(1)] ?? ALIVE[url.pathname]
  return new Response(page ? page(asked, url) : listing(), {
    headers: page
      ? pageHeaders(asked.brand?.accent_colour, ['http://127.0.0.1:*'])
      : { 'content-type': 'text/html; charset=utf-8' },
  })
}

function askedOf({ pathname, searchParams }: URL): Asked {
  const zone = searchParams.get('zone')
  const lang = searchParams.get('lang')
  return requestOf({
    locale: localeOf(lang),
    zone:
      zone && zones.has(zone) ? zone : pathname.startsWith('/acme/') ? 'Europe/Berlin' : 'America/Vancouver',
    accent: searchParams.get('accent') ?? undefined,
    here: pathname,
    chosen: { zone: zone ?? undefined, lang: lang ? localeOf(lang) : undefined },
  })
}

const ALIVE: Record<string, (asked: Asked, url: URL) => string> = {
  '/acme/intro-zoom': (asked, { searchParams }) => {
    const month = searchParams.get('month') ?? '2026-12'
    const spans = offeredIn(month)
    return pickPage(asked, {
      meeting: MEETINGS[0],
      month,
      day: searchParams.get('day') ?? undefined,
      with: searchParams.get('with') ?? undefined,
      offered: spans,
      first_month: '2026-11',
      last_month: addMonths('2026-11', 4),
      salespersons: PEOPLE,
      unreadable: [],
      guess_zone: !searchParams.has('zone'),
    })
  },
  '/acme/intro-zoom/zone': (asked, { searchParams }) =>
    zonePage(asked, {
      back: (zone) => typePath('acme', 'intro-zoom', { ...Object.fromEntries(searchParams), zone }),
    }),
  '/acme/intro-zoom/details': (asked, { searchParams }) => {
    const from_ms = Date.parse(searchParams.get('start') ?? '')
    return detailsPage(asked, {
      meeting: MEETINGS[0],
      span: { from_ms, until_ms: from_ms + 1_800_000 },
      questions: QUESTIONS,
      typed: { name: '', email: '', answers: {} },
      faults: {},
      hold_minutes: 10,
      key: 'key-1',
    })
  },
}

function listing(): string {
  const links = [...Object.keys(ALIVE).slice(0, 1), ...Object.keys(SCREENS).map((name) => `/${name}`)]
  return `<!doctype html><title>Gallery</title><ul>${links.map((path) => `<li><a href="${path}">${path}</a></li>`).join('')}</ul>`
}

if (import.meta.main) console.log(`http://127.0.0.1:${serveGallery(Number(Bun.argv[2] ?? 0)).port}/`)
