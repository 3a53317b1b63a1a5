import type { Socket } from 'bun'

/** One request as it goes over the wire, and what came back. */
export interface Answer {
  status: number
  body: string
  took_ms: number
}

export interface Load {
  origin: string
  clients: number
  /** The next request, or `undefined` when there are no more. */
  next(): string | undefined
  /** Called with each answer. */
  take(answer: Answer): void
}

/**
 * Sends requests over `clients` kept-alive connections, each the next one as soon as its answer is there, until there
 * are no more; answers how long that took. Speaks as little HTTP/1.1 as will do, so that it costs next to nothing.
 */
export async function drive({ origin, clients, next, take }: Load): Promise<number> {
  const begun = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  return performance.now() - begun

  async function client() {
    const done = Promise.withResolvers<void>()
    const line = await connect(origin, (answer) => {
      if (answer instanceof Error) return done.reject(answer)
      take(answer)
      goOn()
    })
    const goOn = () => {
      const request = next()
      if (request !== undefined) return line.send(request)
      line.end()
      done.resolve()
    }
    goOn()
    await done.promise
  }
}

/** A kept-alive connection with one request on it at a time. */
export interface Line {
  send(request: string): void
  end(): void
}

/** Connects; `take` hears each answer, or why there will be none. */
export async function connect(origin: string, take: (answer: Answer | Error) => void): Promise<Line> {
  const { hostname, port } = new URL(origin)
  let sent_ms = 0
  let heard = ''
  let ended = false
  const socket: Socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      data(_, chunk) {
        heard += chunk.toString('latin1')
        const body = bodyOf(heard)
        if (body === undefined) return
        take({ status: Number(heard.slice(9, 12)), body, took_ms: performance.now() - sent_ms })
      },
      close: () => {
        if (!ended) take(new Error('The connection was closed'))
      },
      error: (_, error) => take(error),
    },
  })
  return {
    send(request) {
      heard = ''
      sent_ms = performance.now()
      socket.write(request)
    },
    end() {
      ended = true
      socket.end()
    },
  }
}

/** The body once all of it has come. */
function bodyOf(heard: string): string | undefined {
  const ends = heard.indexOf('\r\n\r\n')
  if (ends < 0) return undefined
  const [, length = '0'] = /content-length: (\d+)/i.exec(heard.slice(0, ends)) ?? []
  const body = heard.slice(ends + 4)
  return body.length >= Number(length) ? body : undefined
}

/** A POST with a JSON body, ready for the wire. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): string {
  const { host, pathname } = new URL(url)
  const text = JSON.stringify(body)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n${lines.join('')}\r\n${text}`
}

/** What so many answers took: the share `at` of them was quicker than this. */
export function percentile(times_ms: number[], at: number): number {
  const sorted = times_ms.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN
}
