import { afterAll, beforeAll, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { type Purpose, tokens } from '../../src/booking/proof/token.ts'
import { jsonLog } from '../../src/lib/log.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { followUp } from '../../src/tenants/followUp.ts'
import { makeKey } from '../../src/tenants/keys.ts'
import { createTenant } from '../../src/tenants/tenant.ts'
import { contents } from '../support/contents.ts'
import { ADA, customer } from '../support/customer.ts'
import { type Fresh, onBothDatabases } from '../support/databases.ts'
import { documentOf, undocumented } from '../support/documented.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'
import { world } from '../support/world.ts'

const HOUR_MS = 3_600_000
const BOOKINGS = '/v1/bookings'
const ADMIN = '/v1/admin/tenants'
const asAdmin = { 'x-admin-key': ADMIN_KEY }
const LARGE = JSON.stringify({ name: 'x'.repeat(65 * 1024) })

/** A request; `raw` is a body as it stands. */
interface Asked {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: object
  raw?: BodyInit
}
type Case = [what: string, ask: (it: Scene) => Asked | Promise<Asked>, answer: string]
type Scene = Awaited<ReturnType<typeof scene>>

/** What is asked, and what must be answered: the status, the code, and the place of each fault. */
const CASES: Case[] = [
  ['a tenant that is not there', (it) => it.hold({}, '', 'nobody'), '404 tenant_not_found'],
  [
    'a meeting type that is not there',
    (it) => it.hold({ meeting_type: 'none' }),
    '404 meeting_type_not_found',
  ],
  ['a salesperson who is not there', (it) => it.hold({ salesperson: 'none' }), '404 salesperson_not_found'],
  [
    'a time zone of the customer that is not known',
    (it) => it.hold({ customer: { ...ADA, time_zone: 'Mars/Base' } }),
    '422 unknown_time_zone customer.time_zone',
  ],
  [
    'slots of a tenant that is not there',
    (it) => it.slots({}, 'nobody/meeting-types/intro-zoom'),
    '404 tenant_not_found',
  ],
  [
    'slots of a type that is not there',
    (it) => it.slots({}, 'acme/meeting-types/none'),
    '404 meeting_type_not_found',
  ],
  ['slots of nobody', (it) => it.slots({ salesperson: 'nobody' }), '404 salesperson_not_found'],
  [
    'slots in a zone that is not known',
    (it) => it.slots({ time_zone: 'Mars/Base' }),
    '422 unknown_time_zone time_zone',
  ],
  ['slots of dates that are reversed', (it) => it.slots({ to: '2026-11-30' }), '422 invalid_range to'],
  ['slots of 63 days', (it) => it.slots({ to: '2027-02-01' }), '422 invalid_range to'],
  ['slots from what is no date', (it) => it.slots({ from: 'soon' }), '422 invalid_request from'],
  ['slots to a day that does not exist', (it) => it.slots({ to: '2026-02-30' }), '422 invalid_request to'],
  [
    'slots without any dates',
    () => ({ path: '/v1/tenants/acme/meeting-types/intro-zoom/slots' }),
    '422 invalid_request from time_zone to',
  ],
  [
    'a time that no rule offers',
    (it) => it.hold({ start_at_utc: '2026-12-01T05:00:00Z' }),
    '409 slot_not_offered',
  ],
  ['a time that another holds', (it) => it.hold({ start_at_utc: it.held.start_at_utc }), '409 slot_taken'],
  [
    'a time without an offset',
    (it) => it.hold({ start_at_utc: '2026-12-01T09:00:00' }),
    '422 invalid_request start_at_utc',
  ],
  [
    'a time by the clock of nobody',
    (it) => it.hold({ start_at_utc: '12/01/2026 10:00 AM' }),
    '422 invalid_request start_at_utc',
  ],
  [
    'a time in quotes',
    (it) => it.hold({ start_at_utc: '"2026-12-01T09:00:00Z"' }),
    '422 invalid_request start_at_utc',
  ],
  [
    'a day that does not exist',
    (it) => it.hold({ start_at_utc: '2026-02-30T09:00:00Z' }),
    '422 invalid_request start_at_utc',
  ],
  [
    'a hold with every fault at once',
    (it) =>
      it.hold({ meeting_type: 7, start_at_utc: 'soon', note: 'x', customer: { name: ' ', email: 'nobody' } }),
    '422 invalid_request customer.email customer.name customer.time_zone meeting_type note start_at_utc',
  ],
  [
    'answers that are missing',
    (it) => it.hold({ meeting_type: 'demo-teams' }),
    '422 invalid_request answers.company answers.team_size',
  ],
  ['a body over 64 KiB', (it) => ({ ...it.hold(), body: undefined, raw: LARGE }), '413 body_too_large'],
  [
    'a body over 64 KiB that does not say so',
    (it) => ({ ...it.hold(), body: undefined, raw: new Blob([LARGE]).stream() }),
    '413 body_too_large',
  ],
  [
    'what is no JSON',
    (it) => ({ ...it.hold(), body: undefined, raw: '{"meeting_type": ' }),
    '400 malformed_json',
  ],
  ['no body', (it) => ({ ...it.hold(), body: undefined }), '422 invalid_request body'],
  [
    'a body of another kind',
    (it) => ({ ...it.hold(), headers: { 'content-type': 'text/plain', 'idempotency-key': 'k' } }),
    '415 unsupported_media_type',
  ],
  [
    'text that no database keeps',
    (it) => it.hold({ customer: { ...ADA, name: 'a\0b' } }),
    '422 invalid_request customer.name',
  ],
  ['a hold without its key', (it) => ({ ...it.hold(), headers: {} }), '400 idempotency_key_missing'],
  ['a hold with a key that is none', (it) => it.hold({}, 'two words'), '400 idempotency_key_invalid'],
  [
    'a hold with the key of another',
    (it) => it.hold({ start_at_utc: it.free }, 'hold-1'),
    '409 idempotency_key_reused',
  ],
  [
    'a move without its key',
    async (it) => ({ ...(await it.move()), headers: {} }),
    '400 idempotency_key_missing',
  ],
  ['a move to a time that no rule offers', (it) => it.move('2026-12-01T05:00:00Z'), '409 slot_not_offered'],
  ['a move to what is no time', (it) => it.move('soon'), '422 invalid_request start_at_utc'],
  ['no proof', () => ({ path: `${BOOKINGS}/confirm`, body: {} }), '422 invalid_request token'],
  [
    'the code of a booking that is not there',
    () => ({ path: `${BOOKINGS}/confirm`, body: { booking_id: 'none', code: '123456' } }),
    '404 booking_not_found',
  ],
  [
    'the code of a booking that is confirmed',
    (it) => ({ path: `${BOOKINGS}/confirm`, body: { booking_id: it.confirmed.id, code: it.code } }),
    '409 token_used',
  ],
  [
    'a token that is none',
    () => ({ path: `${BOOKINGS}/cancel`, body: { token: 'nonsense' } }),
    '400 token_malformed',
  ],
  ['a token that was forged', async (it) => it.cancel(await it.forged('cancel')), '401 token_forged'],
  [
    'a token that has expired',
    async (it) => it.cancel(await it.sign('cancel', { in_ms: -1000 })),
    '410 token_expired',
  ],
  [
    'a token of another tenant',
    async (it) => it.cancel(await it.sign('cancel', { tenant_id: it.other.id })),
    '401 token_foreign',
  ],
  [
    'a token for another purpose',
    async (it) => it.cancel(await it.sign('reschedule')),
    '403 token_wrong_purpose',
  ],
  ['a token that was used', (it) => it.cancel(it.used), '409 token_used'],
  [
    'a confirmation by a token for another purpose',
    async (it) => ({ path: `${BOOKINGS}/confirm`, body: { token: await it.sign('cancel') } }),
    '403 token_wrong_purpose',
  ],
  ['a booking without a token', (it) => ({ path: `${BOOKINGS}/${it.confirmed.id}` }), '401 token_missing'],
  [
    'a booking by a token of another tenant',
    async (it) => it.read(await it.sign('cancel', { tenant_id: it.other.id })),
    '401 token_foreign',
  ],
  [
    'a booking by the token of another booking',
    async (it) => it.read(await it.sign('cancel', { booking_id: it.held.booking_id })),
    '404 booking_not_found',
  ],
  [
    'links to what is no address',
    (it) => ({ path: `${BOOKINGS}/${it.confirmed.id}/links`, body: { email: 'nobody' } }),
    '422 invalid_request email',
  ],
  ['no admin key', () => ({ path: `${ADMIN}/acme` }), '401 unauthorized'],
  [
    'a wrong admin key',
    () => ({ path: `${ADMIN}/acme`, headers: { 'x-admin-key': 'wrong' } }),
    '401 unauthorized',
  ],
  [
    'a tenant by the key of another',
    (it) => ({ path: `${ADMIN}/acme`, headers: { 'x-admin-key': it.othersKey } }),
    '404 tenant_not_found',
  ],
  [
    "another tenant's booking",
    (it) => it.ofOther('GET', `bookings/${it.confirmed.id}`),
    '404 booking_not_found',
  ],
  [
    "the sagas of another tenant's booking",
    (it) => it.ofOther('GET', `bookings/${it.confirmed.id}/sagas`),
    '404 booking_not_found',
  ],
  [
    "the cancellation of another tenant's booking",
    (it) => it.ofOther('POST', `bookings/${it.confirmed.id}/cancel`, {}),
    '404 booking_not_found',
  ],
  [
    "attendance of another tenant's booking",
    (it) => it.ofOther('PUT', `bookings/${it.confirmed.id}/attendance`, { outcome: 'no_show' }),
    '404 booking_not_found',
  ],
  [
    "another tenant's follow-up",
    (it) => it.ofOther('POST', `follow-ups/${it.follow_up_id}/resolve`, {}),
    '404 not_found',
  ],
  ["another tenant's job", (it) => it.ofOther('POST', `outbox-jobs/${it.job_id}/cancel`), '404 not_found'],
  ["another tenant's key", (it) => it.ofOther('DELETE', `keys/${it.key_id}`), '404 not_found'],
  [
    "another tenant's salesperson",
    (it) => it.ofOther('GET', 'salespersons/berlin'),
    '404 salesperson_not_found',
  ],
  [
    "another tenant's meeting type",
    (it) => it.ofOther('DELETE', 'meeting-types/intro-zoom'),
    '404 meeting_type_not_found',
  ],
  [
    'bookings from what is no instant',
    () => ({ path: `${ADMIN}/acme/bookings?from="2026-12-01T09:00:00Z"`, headers: asAdmin }),
    '422 invalid_request from',
  ],
  [
    'a question about what is no instant',
    () => ({ path: `${ADMIN}/acme/explain?salesperson=berlin&at=12/01/2026`, headers: asAdmin }),
    '422 invalid_request at',
  ],
  ['news that are none', () => ({ path: '/v1/webhooks/graph', raw: '{}' }), '400 notification_malformed'],
]

/** Traces of how it is built: frames of a stack, files, statements and what databases say. */
const INSIDE =
  /\bat \S+:\d+|node_modules|\.ts\b|request_failed|sqlite|postgres|select |insert into|update "|constraint/i

onBothDatabases('input that cannot be used', (fresh) => {
  let it: Scene
  beforeAll(async () => {
    it = await scene(await fresh())
  })
  afterAll(() => it.end())

  test.each(CASES)(
    '%s is refused by its code and the place of each fault, as documented, and stores and tells nothing',
    async (_, ask, expected) => {
      const before = await stored(it)
      const { status, type, body, text, unsaid } = await it.call(await ask(it))
      const paths = (body.errors ?? []).map((fault: { path: string }) => fault.path).sort()
      expect([status, body.code, ...paths].join(' ')).toBe(expected)
      expect(type).toBe('application/problem+json')
      expect(unsaid).toEqual([])
      expect(body).toMatchObject({
        type: `urn:holdfast:problem:${body.code}`,
        title: expect.any(String),
        status,
        detail: expect.any(String),
      })
      if (body.code.startsWith('slot_'))
        expect(body).toMatchObject({
          rule: expect.any(String),
          alternatives: [expect.any(String), expect.any(String), expect.any(String)],
        })
      expect(await stored(it)).toEqual(before)
      it.expectSilence(text)
    },
  )

  test('a code that is wrong five times is over, and all that is stored is how often', async () => {
    const { booking_id, code } = it.held
    const wrong = code === '000000' ? '000001' : '000000'
    const before = await stored(it)
    const answers: string[] = []
    for (const tried of [wrong, wrong, wrong, wrong, wrong, code]) {
      const { status, body, text, unsaid } = await it.call({
        path: `${BOOKINGS}/confirm`,
        body: { booking_id, code: tried },
      })
      answers.push(`${status} ${body.code} ${body.tries_left ?? ''}`)
      expect(unsaid).toEqual([])
      it.expectSilence(text)
    }
    expect(answers).toEqual([
      ...[4, 3, 2, 1, 0].map((left) => `403 code_wrong ${left}`),
      '403 code_exhausted ',
    ])
    expect(await stored(it)).toEqual(before)
    const [row] = await it.db.q.select().from(it.db.t.bookings).where(eq(it.db.t.bookings.id, booking_id))
    expect(row?.code_tries).toBe(5)
  })
})

/** All that is stored, but for how often a code was tried: that is counted, right or wrong. */
async function stored({ db }: Scene) {
  const all = await contents(db)
  return { ...all, bookings: all.bookings!.map((row) => row.replace(/"code_tries":\d/, '')) }
}

/** A server over a world in which something of everything exists that a stranger could ask for. */
async function scene({ db }: Fresh) {
  const it = await world(db)
  const lines: string[] = []
  const log = jsonLog('debug', (line) => lines.push(line))
  it.ctx.log = log
  const services = testServices(db, { desk: it.desk, sync: it.sync, log })
  const server = listen(services)
  const document = await documentOf(server.url)
  const { tenant } = await it.acme()
  const other = await createTenant(services.office, SYSTEM, {
    slug: 'other',
    name: 'Other',
    time_zone: 'UTC',
  })
  const keyOf = (tenant_id: string) =>
    db.transaction((tx) => makeKey(tx, services.office, { tenant_id, name: 'CRM', actor: SYSTEM }))
  const { key: othersKey } = await keyOf(other.id)
  const ada = customer(it, await it.work())
  const held = await ada.hold()
  const { code, ...second } = await ada.hold()
  const confirmed = await ada.confirm({ ...second, code })
  const gone = await ada.confirm(await ada.hold())
  const { q, t } = db
  await followUp(db, services.office, { tenant_id: tenant.id, kind: 'customer_declined', detail: {} })

  const sign = async (
    purpose: Purpose,
    { booking_id = confirmed.id, tenant_id = tenant.id, in_ms = HOUR_MS } = {},
  ) => {
    const wish = { booking_id, tenant_id, purpose, expires_at_ms: it.clock.now_ms() + in_ms }
    return (await it.ctx.tokens.sign(wish)).token
  }
  const used = await sign('cancel', { booking_id: gone.id })
  await it.desk.cancel(used)
  await ada.settle()
  await it.end()
  const [free] = await ada.slots()
  const sent = [ADMIN_KEY, othersKey, used, 'the secret of the codes', 'a'.repeat(40), ADA.email, ADA.phone]

  return {
    ...{ db, other, othersKey, held, confirmed, code, used, sign, free: free! },
    key_id: (await keyOf(tenant.id)).id,
    follow_up_id: (await q.select().from(t.follow_ups))[0]!.id,
    job_id: (await q.select().from(t.outbox_jobs)).find((job) => job.tenant_id === tenant.id)!.id,
    hold: (over: object = {}, key = crypto.randomUUID() as string, slug = 'acme'): Asked => ({
      path: `/v1/tenants/${slug}/holds`,
      headers: { 'idempotency-key': key || 'key' },
      body: { meeting_type: 'intro-zoom', start_at_utc: free, salesperson: 'berlin', customer: ADA, ...over },
    }),
    slots: (over: Record<string, string>, path = 'acme/meeting-types/intro-zoom'): Asked => ({
      path: `/v1/tenants/${path}/slots?${new URLSearchParams({ from: '2026-12-01', to: '2026-12-03', time_zone: 'UTC', ...over })}`,
    }),
    move: async (start_at_utc = free): Promise<Asked> => ({
      path: `${BOOKINGS}/reschedule`,
      headers: { 'idempotency-key': crypto.randomUUID() },
      body: { token: await sign('reschedule'), start_at_utc },
    }),
    cancel: (token: string): Asked => ({ path: `${BOOKINGS}/cancel`, body: { token } }),
    read: (token: string): Asked => ({
      path: `${BOOKINGS}/${confirmed.id}`,
      headers: { authorization: `Bearer ${token}` },
    }),
    ofOther: (method: string, path: string, body?: object): Asked => ({
      method,
      path: `${ADMIN}/other/${path}`,
      headers: asAdmin,
      body,
    }),
    /** Signed by somebody who does not have the secret. */
    forged: async (purpose: Purpose) => {
      const { clock, entropy } = it.ctx
      const theirs = tokens({ secret: 'b'.repeat(40), issuer: 'http://localhost:3000', clock, entropy })
      const wish = {
        booking_id: confirmed.id,
        tenant_id: tenant.id,
        purpose,
        expires_at_ms: clock.now_ms() + HOUR_MS,
      }
      return (await theirs.sign(wish)).token
    },
    call: async ({ path, method, headers, body, raw = body && JSON.stringify(body) }: Asked) => {
      const isPost = raw !== undefined || /holds$|confirm$|cancel$/.test(path)
      const type: Record<string, string> = raw === undefined ? {} : { 'content-type': 'application/json' }
      const init = {
        method: method ?? (isPost ? 'POST' : 'GET'),
        headers: { ...type, ...headers },
        body: raw,
      }
      const reply = await fetch(server.url + path, init)
      const text = await reply.text()
      const answer = { method: init.method, path, status: reply.status, body: JSON.parse(text) }
      return {
        ...answer,
        text,
        type: reply.headers.get('content-type'),
        unsaid: undocumented(document, answer),
      }
    },
    /** Neither the answer nor any line of the log tells how it is built, or a secret, or who the customer is. */
    expectSilence: (text: string) => {
      const told = [text, ...lines.splice(0)].join('\n')
      expect(told).not.toMatch(INSIDE)
      expect(sent.filter((secret) => told.includes(secret))).toEqual([])
    },
    end: server.stop,
  }
}
