import { patience } from '../../lib/patience.ts'
import { Problem } from '../../lib/problem.ts'

/** Graph waits 3 s for a 2xx, and holds back all notifications of a host that is often later; the rest is for the way. */
const PATIENCE_MS = 2000

/** Waits for a post to be stored; rejects after 2 s, whatever it waits for. */
export const inTime: (work: Promise<void>) => Promise<void> = patience(PATIENCE_MS)

/** What Graph is told when a post was not stored, for whatever was thrown: unless the post is at fault, to come again. */
export function unstored(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('unavailable', 'This could not be stored. Send it again.')
}

/** The value of a post. Throws `malformed_json`. */
export function parsed(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    throw new Problem('malformed_json', 'The body is not JSON')
  }
}
