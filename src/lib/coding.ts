/** How a body may be packed for those who say so. */
export type Coding = 'br' | 'gzip' | 'zstd'

/** Whether a header Accept-Encoding names this coding, and not with the weight 0, which refuses it (RFC 9110, 12.5.3). */
export function takes(accept_encoding: string | null | undefined, coding: Coding): boolean {
  return NAMED[coding].test(accept_encoding ?? '')
}

const NAMED: Record<Coding, RegExp> = { br: named('br'), gzip: named('gzip'), zstd: named('zstd') }

function named(coding: Coding): RegExp {
  return new RegExp(`(?:^|[,\\s])${coding}(?![\\w-])(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`, 'i')
}
