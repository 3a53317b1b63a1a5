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
    '<h1>Playground</h1><p>Nothing here is real. What you do to an event reaches Holdfast as Graph would tell it.</p>',
    ...shelves.map((shelf) => shelfHtml(tenant, shelf)),
    `<h2>Letters</h2>${letters.map(letterHtml).join('') || '<p>None yet.</p>'}`,
  ].join('\n')
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Playground</title><style>${STYLE}</style>`
  const html = `<!doctype html>\n<html lang="en"><head>${head}</head><body><main>${body}</main></body></html>`
  return new Response(html, { headers: HEADERS })
}

function shelfHtml(tenant: string, { slug, name, events }: Shelf): string {
  const rows = events.map((event) => eventHtml(tenant, slug, event)).join('')
  return `<h2>Outlook of ${escapeHtml(name)}</h2>${rows ? `<ul>${rows}</ul>` : '<p>No events.</p>'}`
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

function letterHtml({ to, subject, text, created_at_utc }: DevLetter): string {
  const linked = escapeHtml(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`)
  const summary = `${escapeHtml(created_at_utc)} to ${escapeHtml(to)}: ${escapeHtml(subject)}`
  return `<details><summary>${summary}</summary><pre>${linked}</pre></details>`
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1b1f;background:#fff}main{max-width:48rem;margin:auto}' +
  'li{margin:1rem 0}form{display:inline-block;margin:.25rem .5rem 0 0}button{font:inherit;padding:.25rem .75rem}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere}'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
}
