import { type AnyElysia, Elysia } from 'elysia'
import { takes } from '../lib/coding.ts'
import { Problem } from '../lib/problem.ts'

/** The document of `app` at /swagger/json and Swagger UI at /swagger, from assets that travel with the program. */
export function swagger(app: AnyElysia, version: string) {
  let document: Promise<string> | undefined
  return new Elysia({ name: 'swagger', detail: { hide: true } })
    .get('/swagger', () => new Response(PAGE, { headers: PAGE_HEADERS }))
    .get('/swagger/json', async () => {
      document ??= written(app, version)
      return new Response(await document, { headers: { 'content-type': 'application/json' } })
    })
    .get('/swagger/:file', async ({ params, headers }) => {
      // Loaded when first asked for: a megabyte that most processes never serve.
      const { swaggerAsset } = await import('./swaggerAssets.ts')
      const asset = swaggerAsset(params.file, takes(headers['accept-encoding'], 'gzip'))
      if (asset) return asset
      throw new Problem('not_found', 'Swagger has no such file')
    })
}

// Loaded when first asked for, as the assets are: what writes the document takes a tenth of the start.
async function written(app: AnyElysia, version: string): Promise<string> {
  const { openapi } = await import('./openapi.ts')
  return JSON.stringify(await openapi(app, version))
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Holdfast API</title>
<link rel="icon" type="image/png" href="/swagger/favicon-32x32.png">
<link rel="stylesheet" href="/swagger/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/swagger/swagger-ui-bundle.js"></script>
<script src="/swagger/start.js"></script>
</body>
</html>
`

// Swagger UI writes styles into its elements, so styles alone may be inline.
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
}
