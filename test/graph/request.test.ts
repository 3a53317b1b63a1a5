import { describe, expect, test } from 'bun:test'
import { z } from 'zod'
import { type GraphCall, graph } from '../../src/graph/request.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { jsonLog } from '../../src/lib/log.ts'

const BASE = 'https://graph.example.com/v1.0'
const Thing = z.object({ id: z.string() })
const get: GraphCall<{ id: string }> = {
  name: 'events.get',
  m365_tenant_id: 'acme',
  user: 'berlin@acme.example',
  method: 'GET',
  path: '/users/berlin%40acme.example/events/1',
  reply: Thing,
}
const patch = { ...get, name: 'events.change', method: 'PATCH', body: { subject: 'Intro' } } as const

type Answer = (request: { url: string; init: RequestInit }) => Response | Promise<Response>

/** A client over answers given in turn; the last one is given for ever. */
function start(...answers: Answer[]) {
  const asked: { url: string; headers: Headers; body: string | undefined }[] = []
  const lines: string[] = []
  const refused: string[] = []
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const body = init.body === undefined ? undefined : String(init.body)
    asked.push({ url: String(input), headers: new Headers(init.headers), body })
    const answer = answers[Math.min(asked.length, answers.length) - 1]!
    return answer({ url: String(input), init })
  }
  const tokens = {
    of: async () => `token-${refused.length + 1}`,
    refused: (_: string, access_token: string) => void refused.push(access_token),
  }
  const client = graph({
    base_url: BASE,
    tokens,
    clock: systemClock,
    entropy: { ...seededEntropy(1), uniform: () => 0 },
    fetch: Object.assign(fetch, { preconnect: () => {} }),
    log: jsonLog('debug', (line) => lines.push(line)),
  })
  return { client, asked, lines, refused }
}

const fine: Answer = () => Response.json({ id: '1' })
const refuse =
  (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  () =>
    Response.json({ error: { code, message: 'berlin@acme.example' } }, { status, headers })

describe('a request to Graph', () => {
  test('asks for immutable ids and bears the token and an id of its own', async () => {
    const { client, asked } = start(fine)
    expect(await client.call({ ...get, prefer: ['outlook.timezone="UTC"'] })).toEqual({ id: '1' })
    const [first] = asked
    expect(first?.url).toBe(`${BASE}/users/berlin%40acme.example/events/1`)
    expect(first?.headers.get('prefer')).toBe('IdType="ImmutableId", outlook.timezone="UTC"')
    expect(first?.headers.get('authorization')).toBe('Bearer token-1')
    expect(first?.headers.get('client-request-id')).toBeString()
  })

  test('logs Graph’s request id and no address', async () => {
    const { client, lines } = start(refuse(403, 'ErrorAccessDenied', { 'request-id': 'r-77' }))
    await client.call(get).catch(() => {})
    const [line] = lines.filter((text) => text.includes('graph_refused'))
    expect(JSON.parse(line!)).toMatchObject({ request_id: 'r-77', status: 403, code: 'ErrorAccessDenied' })
    expect(lines.join()).not.toContain('berlin')
  })

  test('runs at most four at a time for one mailbox, and does not hold up another', async () => {
    let under_way = 0
    let most = 0
    const { client } = start(async () => {
      under_way += 1
      most = Math.max(most, under_way)
      await Bun.sleep(2)
      under_way -= 1
      return Response.json({ id: '1' })
    })
    await Promise.all(Array.from({ length: 20 }, () => client.call(get)))
    expect(most).toBe(4)
    await Promise.all(Array.from({ length: 20 }, (_, i) => client.call({ ...get, user: `one-${i % 2}` })))
    expect(most).toBe(8)
  })

  test('ends at its deadline, whether it waits for an answer or for a place', async () => {
    const never: Answer = ({ init }) =>
      new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    const { client, asked } = start(never)
    const limits = [40, 40, 40, 40, 20, 20]
    const calls = limits.map((deadline_ms) => client.call({ ...get, deadline_ms }))
    const ends = await Promise.allSettled(calls)
    for (const end of ends) expect(end).toMatchObject({ reason: { kind: 'retry', code: 'deadline' } })
    expect(asked).toHaveLength(4)
  })

  test('never takes its token to another place than Graph', async () => {
    const { client, asked } = start(fine)
    const call = client.call({ ...get, path: 'https://elsewhere.example.com/v1.0/users' })
    await expect(call).rejects.toMatchObject({ kind: 'permanent', code: 'foreign_link' })
    expect(asked).toHaveLength(0)
  })
})

describe('a 429', () => {
  test('with a short fractional wait is waited for, for a write too', async () => {
    const { client, asked } = start(refuse(429, 'ApplicationThrottled', { 'retry-after': '0.012' }), fine)
    expect(await client.call(patch)).toEqual({ id: '1' })
    expect(asked.map(({ body }) => body)).toEqual(['{"subject":"Intro"}', '{"subject":"Intro"}'])
  })

  test('with a long wait is reported with it', async () => {
    const { client, asked } = start(refuse(429, 'ApplicationThrottled', { 'retry-after': '2.128' }))
    const failure = {
      kind: 'retry',
      code: 'ApplicationThrottled',
      detail: { status: 429, retry_after_ms: 2_128 },
    }
    await expect(client.call(get)).rejects.toMatchObject(failure)
    expect(asked).toHaveLength(1)
  })

  test('without a wait is tried three times and reported', async () => {
    const { client, asked } = start(refuse(429, 'ApplicationThrottled'))
    await expect(client.call(get)).rejects.toMatchObject({
      kind: 'retry',
      detail: { retry_after_ms: undefined },
    })
    expect(asked).toHaveLength(3)
  })
})

describe('a refused token', () => {
  test('is replaced once', async () => {
    const { client, asked, refused } = start(refuse(401, 'InvalidAuthenticationToken'), fine)
    await client.call(patch)
    expect(refused).toEqual(['token-1'])
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ])
  })

  test('is not replaced for ever', async () => {
    const { client, asked } = start(refuse(401, 'InvalidAuthenticationToken'))
    await expect(client.call(get)).rejects.toMatchObject({ kind: 'retry', detail: { status: 401 } })
    expect(asked).toHaveLength(2)
  })
})

describe('a failure', () => {
  const kinds: [number, string, string][] = [
    [400, 'ErrorInvalidRequest', 'permanent'],
    [403, 'ErrorAccessDenied', 'untouchable'],
    [404, 'ErrorItemNotFound', 'permanent'],
    [404, 'erroritemnotfound', 'permanent'],
    [404, 'MailboxNotEnabledForRESTAPI', 'untouchable'],
    [404, 'ResourceNotFound', 'untouchable'],
    [409, 'ErrorDuplicateTransactionId', 'permanent'],
    [412, 'ErrorIrresolvableConflict', 'retry'],
    [500, 'ErrorInternalServerError', 'retry'],
    [503, 'ErrorMailboxMoveInProgress', 'retry'],
    [504, 'UnknownError', 'retry'],
  ]
  for (const [status, code, kind] of kinds) {
    test(`with ${status} ${code} is ${kind}`, async () => {
      const { client } = start(refuse(status, code))
      await expect(client.call(patch)).rejects.toMatchObject({ kind, code, detail: { status } })
    })
  }

  test('of a read that may heal is repeated, of a write it is reported', async () => {
    const gone = refuse(503, 'ErrorServerBusy', { 'retry-after': '0' })
    expect(await start(gone, fine).client.call(get)).toEqual({ id: '1' })
    await expect(start(gone, fine).client.call(patch)).rejects.toMatchObject({ kind: 'retry' })
  })

  test('whose body is no JSON keeps its status', async () => {
    const page: Answer = () => new Response('<html>', { status: 502 })
    await expect(start(page).client.call(patch)).rejects.toMatchObject({ kind: 'retry', code: 'http_502' })
  })

  test('that is not in Graph’s words decides nothing, whatever its status', async () => {
    for (const status of [400, 403, 404]) {
      const page: Answer = () => new Response('<html>', { status })
      const kept = { kind: 'retry', code: `http_${status}`, detail: { status } }
      await expect(start(page).client.call(patch)).rejects.toMatchObject(kept)
    }
  })

  test('is what a success without JSON or of another shape is, too', async () => {
    const page: Answer = () => new Response('<html>')
    await expect(start(page).client.call(patch)).rejects.toMatchObject({ kind: 'retry', code: 'not_json' })
    const other: Answer = () => Response.json({ id: 7 })
    await expect(start(other).client.call(patch)).rejects.toMatchObject({
      kind: 'retry',
      code: 'unexpected_reply',
    })
  })

  test('of the network is retryable and says nothing of where', async () => {
    const cut: Answer = () => {
      throw new TypeError('connect ECONNREFUSED berlin@acme.example')
    }
    const error = await start(cut)
      .client.call(patch)
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ kind: 'retry', code: 'unreachable' })
    expect(error.message).not.toContain('berlin')
  })
})
