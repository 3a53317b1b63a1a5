import { type Chance, type Schema, valueFor } from './fuzz.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: Schema
}

interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

/** An OpenAPI document, as far as requests are made from it. */
export interface Document {
  paths: Record<string, Record<string, Operation>>
}

/** What the house really has: values of parameters in paths, a key of admins, and tokens of a booking. */
export interface Known {
  names: Record<string, string>
  admin_key: string
  tokens: string[]
}

export interface Hostile {
  /** What a person reads when it went wrong. */
  told: string
  path: string
  init: RequestInit
}

/** Requests for every operation of the document in turn, without end; the same ones for the same chance. */
export function* hostileRequests(document: Document, known: Known, chance: Chance): Generator<Hostile> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  for (;;)
    for (const { path, method, operation } of operations) {
      const address = addressFor(path, operation, known, chance)
      const [type, content] = bodyFor(operation, chance)
      const headers = headersFor(type, known, chance)
      const body = method === 'get' || method === 'head' ? undefined : content
      const told = `${method} ${address.slice(0, 120)} ${[...headers].join(' ').slice(0, 200)} ${String(body).slice(0, 200)}`
      yield { told, path: address, init: { method: method.toUpperCase(), headers, body } }
    }
}

function addressFor(path: string, { parameters = [] }: Operation, { names }: Known, chance: Chance): string {
  const word = (schema: Schema) => encodeURIComponent(wellFormed(valueFor(schema, chance)))
  const inPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
    return (chance(3) > 0 && names[name]) || word(parameter?.schema ?? {}) || 'x'
  })
  const query = parameters
    .filter((one) => one.in === 'query' && chance(3) > 0)
    .map(({ name, schema }) => `${name}=${word(schema)}`)
  if (chance(10) === 0) query.push(STRANGE_QUERIES[chance(STRANGE_QUERIES.length)]!)
  return query.length > 0 ? `${inPath}?${query.join('&')}` : inPath
}

function wellFormed(value: unknown): string {
  const text = String(typeof value === 'object' ? JSON.stringify(value) : value)
  // An address past 16 KiB is refused by the server itself.
  return text.slice(0, 1000).toWellFormed()
}

const STRANGE_QUERIES = ['', '=', '&&&', 'a[]=1&a[]=2', '%ff=%fe', '%', 'from=a&from=b', '__proto__[x]=1']

function headersFor(type: string, { admin_key, tokens }: Known, chance: Chance): Headers {
  const headers = new Headers({ 'idempotency-key': `k${chance(50)}` })
  if (chance(5) > 0) headers.set('x-admin-key', admin_key)
  if (tokens.length > 0 && chance(2) === 0)
    headers.set('authorization', `Bearer ${tokens[chance(tokens.length)]}`)
  if (type !== '') headers.set('content-type', type)
  for (let more = chance(3); more > 0; more -= 1) {
    const [name, values] = STRANGE_HEADERS[chance(STRANGE_HEADERS.length)]!
    headers.set(name, values[chance(values.length)]!)
  }
  return headers
}

const STRANGE_HEADERS: [name: string, values: string[]][] = [
  ['idempotency-key', ['', ' ', 'k'.repeat(2000), 'clé', '"', '\u00ff\u0080', "'; drop table bookings; --"]],
  ['authorization', ['Bearer', 'Bearer a.b.c', 'Basic YTpi', 'Bearer eyJhbGciOiJub25lIn0.e30.', '\u00fc']],
  ['x-admin-key', ['', 'wrong', 'x'.repeat(4000), '\u00e9\u00e8']],
  ['host', ['', 'evil.example', 'localhost:99999', '[::', 'a b', '\u00fc.example']],
  ['origin', ['null', 'https://evil.example', 'x', 'https://'.repeat(100)]],
  ['accept', ['text/html', '*/*;q=-1', 'a/b/c', ',,,', 'text/html;'.repeat(200)]],
  ['accept-language', ['xx', '*', 'de;q=nan', 'en-'.repeat(300), ',;=', 'zh-Hant-TW-x-y']],
  ['accept-encoding', ['gzip;q=0', 'br,,', 'identity;q=0, *;q=0', 'x'.repeat(500)]],
  ['content-encoding', ['gzip', 'br', 'nonsense']],
  ['if-none-match', ['*', '"', 'W/"x"']],
  ['range', ['bytes=0-', 'bytes=-1', 'bytes=9-1', 'lines=1']],
  ['x-forwarded-for', ['1.2.3.4', 'unknown', ',,,,', '::::::', '9'.repeat(2000)]],
  ['traceparent', ['00-0-0-0', '', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-ff`, 'x'.repeat(1000)]],
  ['cookie', ['a=b', '=', ';'.repeat(1000)]],
  ['x-http-method-override', ['DELETE']],
]

/** A content type and a body, which may not be of that type. */
function bodyFor({ requestBody }: Operation, chance: Chance): [type: string, body: BodyInit | undefined] {
  if (!requestBody) return chance(10) === 0 ? ['application/json', '{}'] : ['', undefined]
  const [type, { schema }] = Object.entries(requestBody.content)[0]!
  const given = chance(15) === 0 ? STRANGE_TYPES[chance(STRANGE_TYPES.length)]! : type
  const value = valueFor(schema, chance)
  const text = type.includes('urlencoded') ? formOf(value) : JSON.stringify(value)
  const strange = chance(60)
  return [given, strange < STRANGE_BODIES.length ? STRANGE_BODIES[strange]!(text) : text]
}

function formOf(value: unknown): string {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return String(new URLSearchParams(fields.map(([name, one]) => [name, wellFormed(one)])))
}

const STRANGE_TYPES = [
  ...['', 'text/plain', 'application/json; charset=utf-16', 'application/xml', 'image/png', 'a', ';;;'],
  ...['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'APPLICATION/JSON'],
]

/** The same value in an encoding, a size or a shape that nobody asks for. */
const STRANGE_BODIES: ((text: string) => BodyInit)[] = [
  () => '',
  () => '{"a":',
  () => new Uint8Array([0x7b, 0xff, 0xfe, 0x00, 0x7d]),
  (text) => `\ufeff${text}`,
  (text) => new Uint8Array(Buffer.from(text, 'utf16le')),
  (text) => new Uint8Array(Buffer.from(text, 'latin1')),
  (text) => Bun.gzipSync(new Uint8Array(Buffer.from(text))),
  (text) => text.padEnd(64 * 1024 + 1),
  (text) => text.padEnd(1024 * 1024 + 1),
  () => '['.repeat(20_000) + ']'.repeat(20_000),
  () => `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  (text) => text.replace('{', '{"meeting_type":1,"meeting_type":2,'),
  () => '1e9999',
]
