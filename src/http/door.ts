import type { Server } from 'bun'
import type { AnyElysia } from 'elysia'
import { pause } from '../lib/deadline.ts'

/** Where the process listens. */
export interface Place {
  host: string
  port: number
}

export interface Door {
  /** Where it listens, the port as it was given out. */
  url: string
  /** How many requests are being answered now. */
  inside(): number
  /** Lets nobody in any more and waits for those who are inside, `grace_ms` at most; then every connection is closed. */
  close(grace_ms: number): Promise<void>
}

/** A connection on which nothing is heard or said for so long is closed, in seconds: slow clients hold no place. */
const SILENCE_S = 20

/** Whoever stands at the door when it opens is answered before the process turns to what it does for itself. */
const HEAD_START_MS = 10

/** Begins to listen. Throws with a sentence for the operator when the place cannot be had. */
export async function openDoor(http: AnyElysia, place: Place): Promise<Door> {
  const server = listen(http, place)
  http.server = server
  await pause(HEAD_START_MS)
  return {
    url: server.url.origin,
    inside: () => server.pendingRequests,
    close: async (grace_ms) => {
      const until_ms = performance.now() + grace_ms
      // Not awaited: it would wait for connections on which nobody asks anything any more, too.
      void server.stop()
      while (server.pendingRequests > 0 && performance.now() < until_ms) await pause(10)
      await http.stop(true)
    },
  }
}

function sentenceOn(error: unknown, { host, port }: Place): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return REASONS[code]?.(host, port) ?? `Cannot listen on ${host} port ${port} (${code})`
}

/**
 * Not by Elysia's own `listen`, which prepares everything a second time, gives the server new routes and collects
 * garbage in the moment in which the first customer asks.
 */
function listen(http: AnyElysia, place: Place): Server<undefined> {
  // A body is cut off by our own limit, with a problem; the server's is out of the way.
  const limits = { idleTimeout: SILENCE_S, maxRequestBodySize: 2 ** 40 }
  const { host: hostname, port } = place
  try {
    return Bun.serve({ hostname, port, reusePort: false, development: false, ...limits, fetch: http.fetch })
  } catch (error) {
    throw new Error(sentenceOn(error, place), { cause: error })
  }
}

const REASONS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) =>
    `Port ${port} is in use: another program listens there. Stop it, or set PORT to a free one.`,
  EACCES: (_, port) => `Port ${port} may not be opened by this user. Set PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) => `HOST ${host} is not an address of this machine.`,
}
