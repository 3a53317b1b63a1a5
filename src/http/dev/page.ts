import { createHash } from 'node:crypto'
import { escapeHtml } from '../../booking/letters/html.ts'
import type { DevEvent, DevLetter } from './devTools.ts'

/** A salesperson's pretended Outlook, as the page shows it. */
export interface Shelf {
  slug: string
  name: string
  events: DevEvent[]
}

/** The playground as one page without a script: letters, and events that a click moves or deletes. */
export function playgroundPage(tenant: string, shelves: Shelf[], letters: DevLetter[]): Response {
  const body = [
    '<h1>Playground</h1><p>Nothing here is real. No letter goes out, and what you do to an event reaches Holdfast as Graph would tell it.</p>',
    `<section id="letters"><h2>Letters</h2>${letters.map(letterHtml).join('') || '<p class="none">None yet. Book something on the page.</p>'}</section>`,
    ...shelves.map((shelf) => shelfHtml(tenant, shelf)),
    `<p><a href="/${encodeURIComponent(tenant)}">Booking page</a> <a href="/swagger">API and admin</a></p>`,
  ].join('\n')
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Playground</title><style>${STYLE}</style>`
  const html = `<!doctype html>\n<html lang="en"><head>${head}</head><body><main>${body}</main></body></html>`
  return new Response(html, { headers: HEADERS })
}

function shelfHtml(tenant: string, { slug, name, events }: Shelf): string {
  const rows = events.map((event) => eventHtml(tenant, slug, event)).join('')
  const list = rows ? `<ul>${rows}</ul>` : '<p class="none">No events.</p>'
  return `<section><h2>Outlook of ${escapeHtml(name)}</h2>${list}</section>`
}

/** Minutes by which a click moves an event, and what the button says. */
const MOVES: [number, string][] = [
  [-60, 'An hour earlier'],
  [60, 'An hour later'],
  [1440, 'A day later'],
]

function eventHtml(tenant: string, slug: string, { event_id, subject, start_ms, end_ms }: DevEvent): string {
  const path = `/dev/outlook/${encodeURIComponent(slug)}/events/${encodeURIComponent(event_id)}`
  const whose = `tenant=${encodeURIComponent(tenant)}`
  const buttons = [
    ...MOVES.map(([minutes, label]) => button(`${path}/move?${whose}&by_minutes=${minutes}`, label)),
    button(`${path}/delete?${whose}`, 'Delete'),
  ].join('')
  return `<li><b>${escapeHtml(subject)}</b><br>${timeHtml(start_ms)} to ${timeHtml(end_ms)}<div>${buttons}</div></li>`
}

function timeHtml(at_ms: number): string {
  const iso = new Date(at_ms).toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}

function button(action: string, label: string): string {
  return `<form method="post" action="${escapeHtml(action)}"><button>${label}</button></form>`
}

/** The newest one is open: it is the one that was waited for. */
function letterHtml({ to, subject, text, created_at_utc }: DevLetter, place: number): string {
  const linked = escapeHtml(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`)
  const when = `${created_at_utc.slice(0, 16).replace('T', ' ')} UTC`
  const summary = `<b>${escapeHtml(subject)}</b> <span>to ${escapeHtml(to)}, ${escapeHtml(when)}</span>`
  return `<details${place === 0 ? ' open' : ''}><summary>${summary}</summary><pre>${linked}</pre></details>`
}

const STYLE =
  ':root{color-scheme:light dark;--line:light-dark(#dcdfe8,#333844);--card:light-dark(#fff,#191c24);--quiet:light-dark(#565b6b,#a4a9b8)}' +
  'body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:2rem 1rem;color:light-dark(#1b1d26,#eceef4);background:light-dark(#f4f6fb,#0f1117)}' +
  'main{max-width:46rem;margin:auto}h1,h2{line-height:1.2}h2{font-size:1.125rem;margin:0 0 .75rem}a{color:light-dark(#2c49b8,#9db1ff)}' +
  'section{margin:1.25rem 0;padding:1.25rem;border:1px solid var(--line);border-radius:1rem;background:var(--card)}' +
  'ul{list-style:none;margin:0;padding:0}li,details{padding:.75rem 0;border-top:1px solid var(--line)}li:first-child,h2+details{border:0;padding-top:0}' +
  'summary{cursor:pointer;min-height:1.5rem}summary span,time,.none{color:var(--quiet)}form{display:inline-block;margin:.5rem .5rem 0 0}' +
  'button{font:inherit;min-height:2.25rem;padding:.25rem .75rem;border:1px solid var(--line);border-radius:.5rem;color:inherit;background:transparent;cursor:pointer}' +
  'button:hover{border-color:currentColor}:focus-visible{outline:2px solid light-dark(#2c49b8,#9db1ff);outline-offset:2px}p>a{margin-right:1rem}' +
  'pre{font:inherit;margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
}
