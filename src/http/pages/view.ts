import type { Branding } from '../../db/tables/tenants.ts'
import { takes } from '../../lib/coding.ts'
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
  /** Packed once for all to whom it is sent. */
  packed: Partial<Record<Packing, Promise<Uint8Array<ArrayBuffer>>>>
  /** True where it is worth packing, and where that tells nothing about a secret in it (the attack "BREACH"). */
  packs: boolean
  /** True where other sites may frame it. */
  framed: boolean
}

/** Makes a view ready to be sent. */
export function ready(view: View, { accent_colour, allowed_origins = [] }: Branding = {}): Ready {
  const plain = { status: 200, packed: {}, packs: false, framed: false }
  if ('see' in view) return { ...plain, status: 303, headers: { location: view.see }, body: '' }
  if ('text' in view) return { ...plain, headers: textHeaders(view), body: view.text }
  return {
    status: view.status ?? 200,
    headers: pageHeaders(accent_colour, allowed_origins),
    body: view.html,
    packed: {},
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

/** Sends what is ready, packed as the browser takes it. `common` are the headers of every reply. */
export async function send(
  it: Ready,
  accept_encoding: string | null,
  common: Record<string, unknown>,
): Promise<Response> {
  if (it.framed) delete common['x-frame-options']
  const { status, headers } = it
  const packing = it.packs ? packingFor(accept_encoding) : undefined
  if (packing === undefined) return new Response(it.body, { status, headers })
  it.packed[packing] ??= PACK[packing](it.body)
  const vary = `${headers.vary}, accept-encoding`
  return new Response(await it.packed[packing], {
    status,
    headers: { ...headers, vary, 'content-encoding': packing },
  })
}

type Packing = 'zstd' | 'gzip'

/**
 * For pages made anew each time: of the sizes worth having, these cost least (RFC 8878 half of what gzip's sixth level
 * does). Nearly every browser takes the first, which another thread does while this one writes the next page.
 */
const PACK: Record<Packing, (text: string) => Promise<Uint8Array<ArrayBuffer>>> = {
  zstd: async (text) => new Uint8Array(await Bun.zstdCompress(text, { level: 3 })),
  gzip: async (text) => Bun.gzipSync(text, { level: 1, library: 'libdeflate' }),
}

function packingFor(accepted: string | null): Packing | undefined {
  if (takes(accepted, 'zstd')) return 'zstd'
  return takes(accepted, 'gzip') ? 'gzip' : undefined
}
