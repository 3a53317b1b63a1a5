import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { type Running, start } from '../support/binary.ts'

/** By then whoever dawdles is out, however busy the machine. */
const OUT_BY_MS = 60_000

let running: Running

beforeAll(async () => {
  running = await start([], { env: { RATE_LIMIT: 'off' } })
}, 60_000)
afterAll(() => void running?.child.kill('SIGKILL'))

/** Says `first`, then `drip` every second; answers what it heard once the connection was closed. */
function dawdle(first: string, drip: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(running.port, '127.0.0.1', () => socket.write(first))
  let heard = ''
  const more = setInterval(() => socket.writable && socket.write(drip), 1000)
  const limit = setTimeout(() => reject(new Error(`still connected, and heard: ${heard}`)), OUT_BY_MS)
  socket.on('data', (chunk) => {
    heard += chunk
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearInterval(more)
    clearTimeout(limit)
    resolve(heard)
  })
  return promise
}

const HEAD =
  'POST /v1/tenants/acme/holds HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nIdempotency-Key: a\r\n'

describe('a client that is slow', () => {
  test.concurrent('to say what it wants is cut', async () => {
    const dripping = ['', 'X: y\r\n', 'X']
    const heard = await Promise.all(
      dripping.map((drip) => dawdle('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n', drip)),
    )
    expect(heard.join('')).not.toContain('200 OK')
  }, 90_000)

  test.concurrent('to bring its body is told so, and cut', async () => {
    const sized = dawdle(`${HEAD}Content-Length: 1000\r\n\r\n`, '{')
    const chunked = dawdle(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n{\r\n')
    for (const heard of await Promise.all([sized, chunked])) {
      expect(heard).toContain('408 Request Timeout')
      expect(heard).toContain('body_too_slow')
    }
  }, 90_000)

  test.concurrent('to bring a notification is told in the time that Graph waits, and cut', async () => {
    const head = 'POST /v1/webhooks/graph HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n'
    const begun_ms = performance.now()
    const heard = await dawdle(head, '{')
    expect(heard).toContain('503 Service Unavailable')
    expect(performance.now() - begun_ms).toBeLessThan(10_000)
  }, 90_000)

  test.concurrent('to take what it asked for holds no memory and no place', async () => {
    const asked = 'GET /swagger/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
    const deaf = Array.from({ length: 64 }, () => {
      const socket = connect(running.port, '127.0.0.1', () => socket.write(asked.repeat(10)))
      socket.on('error', () => {})
      return socket.pause()
    })
    const figure = async (name: string) => {
      const text = await (await fetch(`${running.url}/metrics`)).text()
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
    }
    const until_ms = performance.now() + 30_000
    while (performance.now() < until_ms) {
      expect((await fetch(`${running.url}/v1/tenants/acme`)).status).toBe(200)
      expect(await figure('process_resident_memory_bytes')).toBeLessThan(300e6)
      await Bun.sleep(500)
    }
    for (const socket of deaf) socket.destroy()
    while ((await figure('holdfast_http_in_flight')) > 6) await Bun.sleep(100)
  }, 90_000)
})
