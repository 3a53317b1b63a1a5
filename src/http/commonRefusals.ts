import { PROBLEMS, type ProblemCode } from '../lib/problem.ts'

/** The refusals that no route names, because they come before it or in spite of it, by their status. */
export function commonRefusals(path: string, mayHaveBody: boolean): Map<number, ProblemCode[]> {
  const codes = path.startsWith('/v1/') ? codesOf(path, mayHaveBody) : []
  return Map.groupBy(codes, (code) => PROBLEMS[code][0])
}

function codesOf(path: string, mayHaveBody: boolean): ProblemCode[] {
  const isNews = path.startsWith('/v1/webhooks/')
  return [
    // What posts news comes from a few addresses, and is not counted.
    ...(isNews ? [] : (['rate_limited'] as const)),
    ...(mayHaveBody ? (['body_too_large', 'body_too_slow', 'body_incomplete'] as const) : []),
    // Microsoft posts handshakes as text.
    ...(mayHaveBody && !path.startsWith('/v1/webhooks/graph') ? (['unsupported_media_type'] as const) : []),
    'unavailable',
    'internal',
  ]
}
