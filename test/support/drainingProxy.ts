import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** What stands before several processes and looks which of them are ready. */
export interface DrainingProxy {
  url: string
  /** Passes requests on to this process too, once it says it is ready. */
  add(port: number): Promise<void>
  stop(): void
}

/**
 * A proxy as they are: it gives each request to the next process that was ready when last looked at, keeps connections
 * open, and tries nothing twice. A process that is draining is noticed by its /readyz or by `connection: close`.
 */
export async function drainingProxy(look_every_ms = 50): Promise<DrainingProxy> {
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
      void isReady(port).then((ready) => {
        if (!ready) behind.delete(port)
      })
  }, look_every_ms)
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    add: async (port) => {
      while (!(await isReady(port))) await Bun.sleep(20)
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

async function isReady(port: number): Promise<boolean> {
  const reply = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } }).catch(
    () => undefined,
  )
  await reply?.arrayBuffer()
  return reply?.ok ?? false
}
