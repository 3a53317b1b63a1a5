const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/

/**
 * Answers whether a header Host names this service, so that no other name that points here (DNS rebinding) and no
 * forged one is served. A service that is public by a loopback address answers to any of its names and ports.
 */
export function hostCheck(base_url: string): (host: string | null) => boolean {
  const { host, protocol } = new URL(base_url)
  if (LOOPBACK.test(host)) return (given) => given !== null && LOOPBACK.test(given)
  const withPort = host.includes(':') ? host : `${host}:${protocol === 'https:' ? 443 : 80}`
  const names = new Set([host, withPort])
  return (given) => given !== null && names.has(given.toLowerCase())
}
