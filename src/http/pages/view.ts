import type { Branding } from '../../db/tables/tenants.ts'
import { pageHeaders } from '../../web/policy.ts'
import type { Services } from '../services.ts'
import type { Call } from './call.ts'

/** What a view answers: a page, an address to see instead, or a text for programs. */
export type View =
  | { html: string; status?: number /** True where no secret stands in it. */; open?: boolean }
  | { see: string }
  | { text: string; type: string; name?: string }

/** What shows something to whoever asks. It may look, but a view of a GET changes nothing. */
export type Show = (services: Services, call: Call) => Promise<View>

/** A reply before it is known how the browser wants it. It may be sent more than once. */
export interface Ready {
  status: number
  headers: Record<string, string>
  body: string
  packed?: Uint8Array<ArrayBuffer>
  /** True where it is worth packing, and where that tells nothing about a secret in it (the attack "BREACH"). */
  packs: boolean
  /** True where other sites may frame it. */
  framed: boolean
}

/** Makes a view ready to be sent. */
export function ready(view: View, { accent_colour, allowed_origins = [] }: Branding = {}): Ready {
  const plain = { status: 200, packs: false, framed: false }
  if ('see' in view) return { ...plain, status: 303, headers: { location: view.see }, body: '' }
  if ('text' in view) return { ...plain, headers: textHeaders(view), body: view.text }
  return {
    status: view.status ?? 200,
    headers: pageHeaders(accent_colour, allowed_origins),
    body: view.html,
    packs: view.open === true,
    framed: allowed_origins.length > 0,
  }
}

function textHeaders({ type, name }: { type: string; name?: string }): Record<string, string> {
  return {
    'content-type': type,
    'cache-control': 'private, no-cache',
    ...(name !== undefined && { 'content-disposition': `attachment; filename="${name}"` }),
  }
}

/** Sends what is ready, packed where the browser takes that. `common` are the headers of every reply. */
export function send(it: Ready, accept_encoding: string | null, common: Record<string, unknown>): Response {
  if (it.framed) delete common['x-frame-options']
  const { status, headers } = it
  if (!it.packs || !/\bgzip\b/.test(accept_encoding ?? '')) return new Response(it.body, { status, headers })
  it.packed ??= Bun.gzipSync(it.body, { level: 6 })
  const vary = `${headers.vary}, accept-encoding`
  return new Response(it.packed, { status, headers: { ...headers, vary, 'content-encoding': 'gzip' } })
}
