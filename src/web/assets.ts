import { takes } from '../lib/coding.ts'
import { bundle } from './bundle.ts' with { type: 'macro' }
import type { Bundled } from './bundle.ts'

/** A file that the pages need. `for_ever` is true where the name changes with the content. */
export interface Asset {
  path: string
  type: string
  for_ever: boolean
  /** Strong validator. */
  etag: string
  plain: Uint8Array<ArrayBuffer>
  gzip: Uint8Array<ArrayBuffer>
  brotli: Uint8Array<ArrayBuffer>
}

const style = bundle('style/page.css')
const script = bundle('client/page.ts')
const embed = bundle('client/embed.ts')

export const pageStyle = asset(style, `/assets/page.${style.hash}.css`, 'text/css; charset=utf-8', true)
export const pageScript = asset(
  script,
  `/assets/page.${script.hash}.js`,
  'text/javascript; charset=utf-8',
  true,
)
/** Other sites name it in their pages, so its address cannot change with its content. */
export const embedScript = asset(embed, '/embed.js', 'text/javascript; charset=utf-8', false)

const ASSETS = new Map([pageStyle, pageScript, embedScript].map((each) => [each.path, each]))

/** The asset of a path, or `undefined`. */
export function assetAt(path: string): Asset | undefined {
  return ASSETS.get(path)
}

/** The best body for an Accept-Encoding header, with the encoding to name, if any. */
export function encodedFor(
  asset: Asset,
  accepted: string,
): { body: Uint8Array<ArrayBuffer>; encoding?: 'br' | 'gzip' } {
  if (takes(accepted, 'br')) return { body: asset.brotli, encoding: 'br' }
  if (takes(accepted, 'gzip')) return { body: asset.gzip, encoding: 'gzip' }
  return { body: asset.plain }
}

function asset(bundled: Bundled, path: string, type: string, for_ever: boolean): Asset {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
  return {
    path,
    type,
    for_ever,
    etag: `"${bundled.hash}"`,
    plain: bytes(bundled.plain),
    gzip: bytes(bundled.gzip),
    brotli: bytes(bundled.brotli),
  }
}
