import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** What stands before several processes and looks which of them are ready. */
export interface DrainingProxy {
  url: string
  /** Passes requests on to this process too, once it says it is ready. */
  add(port: number): Promise<void>
  stop(): void
}

/**
 * A proxy as they are: it gives each request to the next process, keeps connections open, and tries nothing twice. A
 * process that is about to stop is noticed by its /readyz or by `connection: close`, and is asked nothing more.
 */
export async function drainingProxy(look_every_ms = 100): Promise<DrainingProxy> {
  const behind = new Map<number, Agent>()
  let turn = 0
  const server = createServer((request, response) => {
    const ready = [...behind]
    turn += 1
    const next = ready[turn % ready.length]
    if (!next) return void response.writeHead(502).end()
    pass(next, request, response, () => behind.delete(next[0]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const look = setInterval(() => {
    for (const port of behind.keys())
      void readiness(port).then((status) => {
        // Who is slow to answer on a busy machine goes on being asked.
        if (status === 'stopping') behind.delete(port)
      })
  }, look_every_ms)
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    add: async (port) => {
      while ((await readiness(port)) !== 'ready') await Bun.sleep(20)
      behind.set(port, new Agent({ keepAlive: true, maxSockets: 256 }))
    },
    stop: () => {
      clearInterval(look)
      server.closeAllConnections()
      server.close()
    },
  }
}

function pass(
  [port, agent]: [number, Agent],
  request: IncomingMessage,
  response: ServerResponse,
  onClosing: () => void,
): void {
  const { method, url, headers } = request
  const onward = ask({ port, host: '127.0.0.1', method, path: url, headers, agent }, (reply) => {
    const { connection, ...rest } = reply.headers
    // It means the connection between the two, and is not handed on (RFC 9110, "Connection").
    if (connection === 'close') onClosing()
    response.writeHead(reply.statusCode ?? 502, rest)
    reply.pipe(response)
  })
  onward.on('error', () => {
    if (!response.headersSent) response.writeHead(502)
    response.end()
  })
  request.pipe(onward)
}

async function readiness(port: number): Promise<string | undefined> {
  const url = `http://127.0.0.1:${port}/readyz`
  const reply = await fetch(url, { headers: { connection: 'close' } }).catch(() => undefined)
  const said = (await reply?.json().catch(() => undefined)) as { status?: string } | undefined
  return said?.status
}
