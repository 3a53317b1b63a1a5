import { themeOf } from './theme.ts'

/**
 * The headers that go with every page. Styles and scripts come from this service alone, by address; the one inline
 * style, the tenant's colours, is let in by its hash, so that no `unsafe-inline` is needed and no request spent.
 * `embedders` are the origins that may show the page in a frame; none means nobody.
 */
export function pageHeaders(
  accent: string | undefined,
  embedders: readonly string[] = [],
): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentPolicy(themeOf(accent).csp, embedders),
    // A link's token stands in the address; it must not travel on.
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    vary: 'accept-language',
    // Not `no-store`: the browser may keep what was typed for its back button.
    'cache-control': 'private, no-cache',
  }
}

function contentPolicy(style: string, embedders: readonly string[]): string {
  const origins = embedders.filter((origin) => /^https?:\/\/[a-z0-9.*[\]:-]+$/i.test(origin))
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${style}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${origins.length > 0 ? `'self' ${origins.join(' ')}` : "'none'"}`,
  ].join('; ')
}
