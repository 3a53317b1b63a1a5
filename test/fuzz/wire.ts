import { connect } from 'node:net'
import type { Chance } from '../support/fuzz.ts'

/** Whoever says nothing more is cut by the server long before. */
const LONGEST_MS = 60_000

/** Says `bytes` on a connection of its own and half closes it; answers what came back until the other side ended it. */
export function said(port: number, bytes: Uint8Array): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
  const limit = setTimeout(() => reject(new Error(`It hangs on: ${Buffer.from(bytes)}`)), LONGEST_MS)
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
    // One answer is enough: whoever keeps the connection open for more is not waited for.
    if (/\r\n\r\n/.test(heard)) socket.destroy()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearTimeout(limit)
    resolve(heard)
  })
  return promise
}

/** A request on the wire with something wrong in it that no client library would send. */
export function garbled(chance: Chance): Uint8Array {
  const pick = (from: string[]) => from[chance(from.length)]!
  const line = `${pick(METHODS)} ${pick(TARGETS)} ${pick(VERSIONS)}`
  const fields = Array.from({ length: chance(4) }, () => pick(FIELDS))
  const text = [line, pick(HOSTS), ...fields, '', pick(BODIES)].join(pick(ENDS))
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'))
  if (chance(3) === 0) bytes[chance(bytes.length)] = chance(256)
  return bytes
}

const METHODS = ['GET', 'POST', 'PUT', 'get', 'PROPFIND', 'CONNECT', 'G\0T', '', 'X'.repeat(300)]
const TARGETS = [
  ...['/healthz', '/v1/tenants/acme', '/v1/tenants/acme/holds', '*', '//', 'http://evil.example/healthz'],
  ...['/%', '/\xff\xfe', '/a b', `/${'a'.repeat(20_000)}`, '/v1/../../etc/passwd', '/?\0', 'healthz'],
]
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'http/1.1', '']
const HOSTS = [
  'Host: localhost',
  'Host: localhost\r\nHost: evil.example',
  'Host:',
  'X: no host',
  'Host : localhost',
]
const FIELDS = [
  ...[
    'Content-Length: -1',
    'Content-Length: 99999999999999999999',
    'Content-Length: 4',
    'Content-Length: 1, 2',
  ],
  ...['Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: \x0bchunked'],
  ...['Content-Type: application/json', 'Expect: 100-continue', 'Expect: a miracle', 'Upgrade: websocket'],
  ...['Connection: close', 'Connection: upgrade', 'A'.repeat(17_000), 'X:\x00', ': nameless', 'X\tY: z'],
  ...[' folded', 'Idempotency-Key: a\x01b', 'X-Admin-Key: \xff\xfe', 'Cookie: a=b'],
]
const BODIES = [
  '',
  '{}',
  'zz\r\n',
  '5\r\nabc',
  'ffffffffffffffff\r\n{}',
  '0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n',
  '\0\0\0',
]
const ENDS = ['\r\n', '\r\n', '\r\n', '\n', '\r']
