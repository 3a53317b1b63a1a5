import { patience } from '../lib/patience.ts'
import { type Fault, Problem } from '../lib/problem.ts'
import { LOGO_TYPES, MOST_LOGO_BYTES } from '../tenants/logo.ts'
import { unstorable } from './unstorable.ts'

/** What a route accepts as body. */
export interface BodyRule {
  most_bytes: number
  /** Accepted media types; the first names what is expected. Left out: whatever comes is looked into. */
  types?: readonly string[]
  /** Bytes and text are handed on as they came; in a text, what is not UTF-8 becomes U+FFFD. */
  as: 'json' | 'text' | 'bytes'
  /** Fields that no schema knows are refused. Those who post news may add fields at any time. */
  strict: boolean
}

const ORDINARY: BodyRule = { most_bytes: 64 * 1024, types: ['application/json'], as: 'json', strict: true }
const NEWS: BodyRule = { ...ORDINARY, most_bytes: 1024 * 1024, strict: false }

// Twenty long answers in a script of three bytes, each byte written as %XX, are 720 KB, and nothing typed may be lost.
const FORM: BodyRule = {
  ...ORDINARY,
  most_bytes: 1024 * 1024,
  types: ['application/x-www-form-urlencoded'],
  as: 'bytes',
  strict: false,
}

/** Routes that take something else, by their path; everything else is JSON of at most 64 KiB. */
const EXCEPTIONS: Record<string, BodyRule> = {
  // Handshakes come as text/plain, notifications as JSON.
  '/v1/webhooks/graph': { ...NEWS, types: undefined, as: 'text' },
  '/v1/webhooks/graph/lifecycle': { ...NEWS, types: undefined, as: 'text' },
  // What Zoom signs are the bytes.
  '/v1/webhooks/zoom': { ...NEWS, as: 'bytes' },
  // Forms of pages.
  '/:tenant/:type/details': FORM,
  '/:tenant/booking/:act': FORM,
  '/v1/admin/tenants/:tenant/logo': {
    most_bytes: MOST_LOGO_BYTES,
    types: LOGO_TYPES,
    as: 'bytes',
    strict: false,
  },
}

/**
 * Reads the body of a request: the value of its JSON, or the text or the bytes where the route takes another type.
 * `undefined` when there is none. Throws `unsupported_media_type`, `body_too_large`, `body_too_slow`, `body_incomplete`,
 * `malformed_json` and `invalid_request`. Reading stops at the limit, whatever the header Content-Length says.
 */
export async function readBody(request: Request, route: string): Promise<unknown> {
  const reading = readAtLeisure(request, route)
  return reading && inTime(reading).catch(rethrowRead)
}

/** The same, for as long as it takes; what the headers tell is thrown at once. What else is thrown is for `readFault`. */
export function readAtLeisure(request: Request, route: string): Promise<unknown> | undefined {
  const rule = EXCEPTIONS[route] ?? ORDINARY
  const length = request.headers.get('content-length')
  // Who asks for the stream of a body pays for it; a length says enough.
  if (length === '0' || (length === null && request.body === null)) return undefined
  checkType(request, rule)
  if (length !== null && Number(length) > rule.most_bytes) throw tooLarge(rule)
  if (length !== null && rule.as === 'text') return request.text()
  return readAs(request, rule, length === null ? readUntil(request.body!, rule) : readWhole(request))
}

function rethrowRead(error: unknown): never {
  throw readFault(error)
}

/** What is to be said of an error in reading: that the sender has gone away is no failure of ours (RFC 9112, section 8). */
export function readFault(error: unknown): unknown {
  const isGone = error instanceof Error && error.name === 'AbortError'
  return isGone ? new Problem('body_incomplete', 'The connection ended before the body did') : error
}

async function readAs(request: Request, rule: BodyRule, reading: Promise<Uint8Array>): Promise<unknown> {
  const bytes = await reading
  if (rule === FORM) forms.set(request, bytes)
  return AS[rule.as](bytes)
}

const AS: Record<BodyRule['as'], (bytes: Uint8Array) => unknown> = {
  json: parse,
  text: (bytes) => new TextDecoder().decode(bytes),
  bytes: (bytes) => bytes,
}

const forms = new WeakMap<Request, Uint8Array>()

/** The body of a form, for whoever answers in place of its route: read by then, or not yet. `undefined` when it cannot be had. */
export async function formOf(request: Request): Promise<unknown> {
  if (request.bodyUsed) return forms.get(request)
  return readBody(request, '/:tenant/:type/details').catch(() => undefined)
}

/** True where a body may hold nothing that its route does not know. */
export function isStrict(route: string): boolean {
  return (EXCEPTIONS[route] ?? ORDINARY).strict
}

function checkType(request: Request, { types }: BodyRule) {
  if (!types) return
  const [given = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (types.includes(given.trim().toLowerCase())) return
  throw new Problem('unsupported_media_type', `Send the body as ${types.join(' or ')}`)
}

function tooLarge({ most_bytes }: BodyRule): Problem {
  return new Problem('body_too_large', `A body here has at most ${most_bytes / 1024} KiB`)
}

/** Somebody who sends a byte now and then would otherwise hold a place for ever. */
const LONGEST_MS = 10_000
const inTime = patience(LONGEST_MS, tooSlow)

function tooSlow(): Problem {
  const headers = { connection: 'close' }
  return new Problem('body_too_slow', `The body is to come within ${LONGEST_MS / 1000} seconds`, { headers })
}

async function readWhole(request: Request): Promise<Uint8Array> {
  return new Uint8Array(await request.arrayBuffer())
}

async function readUntil(stream: ReadableStream<Uint8Array>, rule: BodyRule): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    bytes += value.byteLength
    if (bytes > rule.most_bytes) {
      await reader.cancel()
      throw tooLarge(rule)
    }
    chunks.push(value)
  }
}

function parse(bytes: Uint8Array): unknown {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    value = JSON.parse(text)
  } catch {
    throw new Problem('malformed_json', 'The body is not JSON in UTF-8')
  }
  if (isDeeper(value, MOST_LEVELS))
    throw new Problem('malformed_json', `The body is nested deeper than ${MOST_LEVELS} levels`)
  // Only an escape can bring in what cannot be stored, and few bodies have one.
  const faults: Fault[] = text.includes('\\u') ? unstorable(value) : []
  if (faults.length > 0) throw new Problem('invalid_request', 'The body cannot be stored', { errors: faults })
  return value
}

/** More than any schema has; what is nested for its own sake would use up the stack of whoever walks it. */
const MOST_LEVELS = 32

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
