import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pause } from '../../src/lib/deadline.ts'
import { type FaultKind, type Faults, faultBook } from './fault.ts'

/** A request as a simulator sees it: method, URL, headers in lower case, body as it came. */
export interface SimRequest {
  method: string
  url: URL
  headers: Record<string, string | undefined>
  body: Buffer
}

/** An answer; a `body` that is not text is sent as JSON. */
export interface SimReply {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** Faults that each provider words in its own way. */
export type RefusalKind = 'throttle' | 'server_error' | 'unauthorized' | 'refused'

/** What a provider brings: its routes, its wording of four faults, and what it shows of its state. */
export interface SimProvider {
  handle(request: SimRequest): SimReply | Promise<SimReply>
  refuse(kind: RefusalKind, request: SimRequest): SimReply
  /** What orders to fail may name beside the request line, where that says too little. */
  about?(request: SimRequest): string
  /** `GET /__sim/state` answers this. */
  state(): unknown
  /** Further controls under `/__sim/`, named `METHOD name`: called with the JSON body, answer JSON. */
  controls?: Record<string, (body: unknown) => unknown>
}

/** A simulator that listens on a port of the loopback address. */
export interface Simulator {
  origin: string
  faults: Faults
  /** Every answer takes this long. */
  latency(ms: number): void
  /** How long a timeout fault keeps the caller waiting before it cuts the connection; 0 cuts at once. */
  hang(ms: number): void
  stop(): Promise<void>
}

/**
 * Serves a provider over HTTP. Another process drives it through `/__sim/`: `POST faults` (one or a list),
 * `DELETE faults`, `GET faults`, `PUT latency {ms}`, `PUT hang {ms}`, `GET state`, and the provider's own.
 */
export async function serveSimulator(provider: SimProvider): Promise<Simulator> {
  const faults = faultBook()
  const pace = { latency_ms: 0, hang_ms: 0 }
  const controls = { ...commonControls(faults, pace, provider), ...provider.controls }
  const answer = async (request: SimRequest): Promise<SimReply | 'cut'> => {
    const control = /^\/__sim\/([\w-]+)$/.exec(request.url.pathname)?.[1]
    if (control !== undefined) return controlled(controls, control, request)
    if (pace.latency_ms > 0) await pause(pace.latency_ms)
    const line = `${request.method} ${request.url.pathname}${request.url.search}`
    const kind = faults.take(`${line}${provider.about?.(request) ?? ''}`)
    return kind === undefined ? provider.handle(request) : spoil(kind, request, provider, pace)
  }
  const server = createServer((incoming, outgoing) => {
    converse(incoming, outgoing, answer).catch((error) => {
      outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`The simulator itself failed: ${error}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    faults,
    latency: (ms) => {
      pace.latency_ms = ms
    },
    hang: (ms) => {
      pace.hang_ms = ms
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function converse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: SimRequest) => Promise<SimReply | 'cut'>,
) {
  const reply = await answer(await readRequest(incoming))
  if (reply === 'cut') {
    incoming.socket.destroy()
    return
  }
  const { status, headers = {}, body } = reply
  if (body === undefined) outgoing.writeHead(status, headers).end()
  else if (typeof body === 'string') outgoing.writeHead(status, headers).end(body)
  else
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function readRequest(incoming: IncomingMessage): Promise<SimRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const headers: SimRequest['headers'] = {}
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value)
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://127.0.0.1'),
    headers,
    body: Buffer.concat(chunks),
  }
}

async function spoil(
  kind: FaultKind,
  request: SimRequest,
  provider: SimProvider,
  pace: { hang_ms: number },
): Promise<SimReply | 'cut'> {
  switch (kind) {
    case 'timeout_before':
      await pause(pace.hang_ms)
      return 'cut'
    case 'timeout_after':
      await provider.handle(request)
      await pause(pace.hang_ms)
      return 'cut'
    case 'not_json': {
      const { status } = await provider.handle(request)
      return {
        status: status === 204 ? 200 : status,
        headers: { 'content-type': 'text/html' },
        body: '<html>',
      }
    }
    default:
      return provider.refuse(kind, request)
  }
}

type Controls = Record<string, (body: unknown) => unknown>

function commonControls(
  faults: Faults,
  pace: { latency_ms: number; hang_ms: number },
  provider: SimProvider,
): Controls {
  const milliseconds = (body: unknown) => Number((body as { ms?: unknown }).ms)
  return {
    'POST faults': (body) => {
      for (const fault of [body].flat()) faults.add(fault as Parameters<Faults['add']>[0])
    },
    'DELETE faults': () => faults.clear(),
    'GET faults': () => ({ pending: faults.pending(), spoiled: faults.spoiled() }),
    'PUT latency': (body) => {
      pace.latency_ms = milliseconds(body)
    },
    'PUT hang': (body) => {
      pace.hang_ms = milliseconds(body)
    },
    'GET state': () => provider.state(),
  }
}

async function controlled(controls: Controls, name: string, { method, body }: SimRequest): Promise<SimReply> {
  const control = controls[`${method} ${name}`]
  if (!control) return { status: 404, body: { error: `No control ${method} ${name}` } }
  const answer = await control(body.length > 0 ? JSON.parse(body.toString('utf8')) : undefined)
  return answer === undefined ? { status: 204 } : { status: 200, body: answer }
}
