import { Elysia } from 'elysia'
import { Problem } from '../../lib/problem.ts'
import { type Asset, assetAt, embedScript, encodedFor } from '../../web/assets.ts'
import { robotsText } from '../../web/robots.ts'

/** Styles and scripts, from within the program, and what crawlers ask. */
export function assets() {
  return new Elysia({ name: 'assets', detail: { hide: true } })
    .get('/assets/:file', ({ params, request }) => {
      const asset = assetAt(`/assets/${params.file}`)
      if (asset) return file(asset, request.headers)
      throw new Problem('not_found', 'There is no such file')
    })
    .get('/embed.js', ({ request }) => file(embedScript, request.headers))
    .get('/robots.txt', () => new Response(robotsText(), { headers: ROBOTS }))
}

const ROBOTS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' }

function file(asset: Asset, asked: Headers): Response {
  const headers = {
    'content-type': asset.type,
    'cache-control': `public, max-age=${asset.for_ever ? '31536000, immutable' : '3600'}`,
    etag: asset.etag,
    vary: 'accept-encoding',
    // Other sites load the script that embeds a page.
    'cross-origin-resource-policy': asset.for_ever ? 'same-origin' : 'cross-origin',
  }
  if (asked.get('if-none-match')?.includes(asset.etag)) return new Response(null, { status: 304, headers })
  const { body, encoding } = encodedFor(asset, asked.get('accept-encoding') ?? '')
  return new Response(body, { headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) } })
}
