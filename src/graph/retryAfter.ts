/**
 * How long the other side asks to wait, in milliseconds: seconds, whole or fractional, or an HTTP date
 * (RFC 9110, Retry-After). `undefined` where it is absent or senseless.
 */
export function retryAfter_ms(headers: Headers, now_ms: number): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (!text) return undefined
  const wait_ms = /^\d+(\.\d+)?$/.test(text) ? Math.ceil(Number(text) * 1000) : Date.parse(text) - now_ms
  return Number.isFinite(wait_ms) ? Math.max(0, wait_ms) : undefined
}
