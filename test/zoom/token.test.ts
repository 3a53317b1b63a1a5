import { beforeEach, expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import { EARLY_MS, SPARE_MS, type ZoomTokens, zoomTokens } from '../../src/zoom/token.ts'

const account = { account_id: 'A', client_id: 'C', client_secret: 'S' }
const HOUR = 3_600_000
const clock = stoppedClock(0)
let asked: RequestInit[] = []
let answer: () => Response | Promise<Response>
let tokens: ZoomTokens

beforeEach(() => {
  clock.set(Date.parse('2026-05-01T10:00:00Z'))
  asked = []
  answer = () =>
    Response.json({
      access_token: `token-${asked.length}`,
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'a:b c:d',
      api_url: 'https://api-us.zoom.us',
    })
  tokens = zoomTokens({
    oauth_url: 'https://zoom.example/oauth/token',
    clock,
    deadline_ms: 1_000,
    fetch: async (_url, init) => {
      asked.push(init)
      return answer()
    },
  })
})

const given = async () => (await tokens.get(account)).access_token

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown)
  return error instanceof Failure ? error.code : 'no failure'
}

test('credentials go in the header, the grant in the form, and nothing in the URL', async () => {
  const token = await tokens.get(account)
  expect(token).toMatchObject({ scopes: ['a:b', 'c:d'], api_url: 'https://api-us.zoom.us' })
  expect(asked[0]?.method).toBe('POST')
  expect(new Headers(asked[0]?.headers).get('authorization')).toBe(`Basic ${btoa('C:S')}`)
  expect(String(asked[0]?.body)).toBe('grant_type=account_credentials&account_id=A')
})

test('many callers at once cause one request', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, given))
  expect(new Set(all)).toEqual(new Set(['token-1']))
  expect(asked).toHaveLength(1)
})

test('a token serves until it grows old, then is replaced while it still serves', async () => {
  await given()
  clock.advance(HOUR - EARLY_MS)
  expect(await given()).toBe('token-1')
  expect(asked).toHaveLength(1)
  clock.advance(1)
  expect(await given()).toBe('token-1')
  expect(asked).toHaveLength(2)
  await Bun.sleep(0)
  expect(await given()).toBe('token-2')
})

test('a token too close to its end is not used any more', async () => {
  await given()
  clock.advance(HOUR - SPARE_MS + 1)
  expect(await given()).toBe('token-2')
})

test('a refresh that fails early troubles nobody and is not tried at every call', async () => {
  await given()
  clock.advance(HOUR - EARLY_MS + 1)
  answer = () => new Response('down', { status: 503 })
  for (let i = 0; i < 5; i += 1) {
    expect(await given()).toBe('token-1')
    await Bun.sleep(0)
  }
  expect(asked).toHaveLength(2)
  clock.advance(15_000)
  expect(await given()).toBe('token-1')
  expect(asked).toHaveLength(3)
})

test('when no token is left the failure reaches the caller, and the next caller asks again', async () => {
  answer = () => new Response('down', { status: 503 })
  expect(await codeOf(tokens.get(account))).toBe('zoom_error')
  answer = () => Response.json({ access_token: 'back', expires_in: 3600 })
  expect(await given()).toBe('back')
})

test('a refused token is not handed out again, but a newer one is kept', async () => {
  await given()
  tokens.refused(account, 'token-1')
  expect(await given()).toBe('token-2')
  tokens.refused(account, 'token-1')
  expect(await given()).toBe('token-2')
  expect(asked).toHaveLength(2)
})

test('other credentials of the same account get a token of their own', async () => {
  await given()
  await tokens.get({ ...account, client_secret: 'new' })
  expect(asked).toHaveLength(2)
})

test('renewing asks although a token is at hand, and replaces it', async () => {
  await given()
  expect((await tokens.renew(account)).access_token).toBe('token-2')
  expect(await given()).toBe('token-2')
})

test('an answer without a token is unreadable, not trusted', async () => {
  answer = () => Response.json({ ok: true })
  expect(await codeOf(tokens.get(account))).toBe('zoom_reply_unreadable')
  answer = () => new Response('<html>')
  expect(await codeOf(tokens.get(account))).toBe('zoom_reply_unreadable')
})

test('silence ends at the deadline and a broken line is unreachable', async () => {
  const slow = zoomTokens({
    oauth_url: 'https://zoom.example/oauth/token',
    clock,
    deadline_ms: 5,
    fetch: () => new Promise(() => {}),
  })
  expect(await codeOf(slow.get(account))).toBe('deadline')
  answer = () => Promise.reject(new TypeError('ECONNREFUSED S'))
  expect(await codeOf(tokens.get(account))).toBe('zoom_unreachable')
})
