import { patience } from '../../lib/patience.ts'
import { Problem } from '../../lib/problem.ts'
import type { Receiver } from '../../sync/receive.ts'

/** Graph waits 3 s for a 2xx, and holds back all notifications of a host that is often later; the rest is for the way. */
const PATIENCE_MS = 2000

/** Resolves once all that is genuine in this body is stored. Throws what the receiver throws, and `malformed_json`. */
export async function stored(body: unknown, take: Receiver['notifications']): Promise<void> {
  try {
    await inTime(take(parsed(body)))
  } catch (error) {
    if (error instanceof Problem) throw error
    // Whatever kept it from being stored: Graph comes again.
    throw new Problem('unavailable', 'This could not be stored. Send it again.')
  }
}

const inTime = patience(PATIENCE_MS)
const utf8 = new TextDecoder('utf-8', { fatal: true })

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(utf8.decode(body instanceof Uint8Array ? body : undefined))
  } catch {
    throw new Problem('malformed_json', 'The body is not JSON in UTF-8')
  }
}
