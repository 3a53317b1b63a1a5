import { swaggerFiles } from './swaggerFiles.ts' with { type: 'macro' }

/** A map is made once; a plain constant would be written out at each place that reads it, half a megabyte each time. */
const FILES = new Map(Object.entries(swaggerFiles()))

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
}

/** A file of Swagger UI, or our own script that starts it; `undefined` for any other name. */
export function swaggerAsset(name: string, acceptsGzip: boolean): Response | undefined {
  const type = TYPES[name.split('.').at(-1) ?? '']
  const compressed = name === 'start.js' ? Bun.gzipSync(START) : unpacked(name)
  if (compressed === undefined || type === undefined) return undefined
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=86400', vary: 'accept-encoding' }
  if (acceptsGzip) return new Response(compressed, { headers: { ...headers, 'content-encoding': 'gzip' } })
  return new Response(Bun.gunzipSync(compressed), { headers })
}

function unpacked(name: string): Uint8Array<ArrayBuffer> | undefined {
  const packed = FILES.get(name)
  return packed === undefined ? undefined : new Uint8Array(Buffer.from(packed, 'base64'))
}

const START = `SwaggerUIBundle({
  url: '/swagger/json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
})
`
