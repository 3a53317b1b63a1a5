import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { BOOKING_PROPERTY } from '../../src/outlook/mark.ts'
import { graphReceiver } from '../support/graphReceiver.ts'
import { type GraphSimulator, SIM_CLIENT, startGraphSimulator } from './graph.ts'

const TENANT = '11111111-2222-4333-8444-555555555555'
const OTHER_TENANT = '22222222-2222-4333-8444-555555555555'
const HOUR = 3_600_000
const IMMUTABLE = { prefer: 'IdType="ImmutableId"' }

let simulator: GraphSimulator
let receiver: ReturnType<typeof graphReceiver>
let made = 0

beforeAll(async () => {
  simulator = await startGraphSimulator()
})
afterAll(() => simulator.stop())
beforeEach(() => {
  made += 1
  receiver = graphReceiver()
})
afterEach(() => {
  receiver.stop()
  const calm = { on: true, delay_ms: 0, duplicate: false, reorder: false, mix: false, forge: false }
  Object.assign(simulator.post.manners, calm, { created_as_updated: false })
})

async function tokenOf(tenant: string) {
  const form = {
    grant_type: 'client_credentials',
    client_id: SIM_CLIENT.id,
    client_secret: SIM_CLIENT.secret,
    scope: 'https://graph.microsoft.com/.default',
  }
  const url = `${simulator.authority}/${tenant}/oauth2/v2.0/token`
  const reply = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  return ((await reply.json()) as { access_token: string }).access_token
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = IMMUTABLE,
  tenant = TENANT,
) {
  const reply = await fetch(simulator.base_url + path, {
    method,
    headers: { ...headers, authorization: `Bearer ${await tokenOf(tenant)}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, body: text ? JSON.parse(text) : undefined }
}

const person = () => `person-${made}@acme.example`
const eventsPath = () => `/users/${person()}/events`
const wire = (change: object = {}) => ({
  subject: 'Intro',
  start: { dateTime: '2027-03-01T09:00:00', timeZone: 'UTC' },
  end: { dateTime: '2027-03-01T10:00:00', timeZone: 'UTC' },
  attendees: [{ type: 'required', emailAddress: { name: 'Cus', address: 'cus@example.com' } }],
  ...change,
})
const subscriptionWish = (user = person(), change: object = {}) => ({
  changeType: 'created,updated,deleted',
  notificationUrl: receiver.notification_url,
  lifecycleNotificationUrl: receiver.lifecycle_url,
  resource: `users/${user}/events`,
  expirationDateTime: new Date(Date.now() + 24 * HOUR).toISOString(),
  clientState: 'secret',
  ...change,
})

describe('a request that Graph’s document does not allow is refused', () => {
  const wrong: [string, () => [string, string, unknown?]][] = [
    ['an unknown field', () => ['POST', eventsPath(), wire({ colour: 'red' })]],
    [
      'an unknown field further down',
      () => ['POST', eventsPath(), wire({ body: { content: 'x', charset: 'y' } })],
    ],
    ['a word that is none', () => ['POST', eventsPath(), wire({ showAs: 'away' })]],
    ['text for a flag', () => ['POST', eventsPath(), wire({ isOnlineMeeting: 'true' })]],
    ['an unknown query parameter', () => ['GET', `${eventsPath()}?$filtre=1`]],
    [
      'a filter nobody can read',
      () => ['GET', `${eventsPath()}?$filter=${encodeURIComponent("subject like 'x'")}`],
    ],
    ['a subscription without what it needs', () => ['POST', '/subscriptions', { changeType: 'created' }]],
    [
      'a window that ends before it begins',
      () => [
        'GET',
        `/users/${person()}/calendarView?startDateTime=2027-03-02T00:00:00Z&endDateTime=2027-03-01T00:00:00Z`,
      ],
    ],
    ['21 schedules', () => ['POST', `/users/${person()}/calendar/getSchedule`, schedule(21, 1)]],
    ['42 days of schedule', () => ['POST', `/users/${person()}/calendar/getSchedule`, schedule(1, 42)]],
    [
      'another zone than Exchange knows',
      () => ['POST', eventsPath(), wire({ start: { dateTime: '2027-03-01T09:00:00', timeZone: 'Mars' } })],
    ],
  ]
  for (const [name, request] of wrong) {
    test(name, async () => {
      const reply = await ask(...request())
      expect(reply.status).toBe(400)
      expect(reply.body.error.code).toBeString()
    })
  }

  const schedule = (people: number, days: number) => ({
    schedules: Array.from({ length: people }, (_, i) => `p${i}@acme.example`),
    startTime: { dateTime: '2027-03-01T00:00:00', timeZone: 'UTC' },
    endTime: { dateTime: new Date(Date.UTC(2027, 2, 1 + days)).toISOString().slice(0, -1), timeZone: 'UTC' },
    availabilityViewInterval: 30,
  })

  test('and so is a token that never was', async () => {
    const reply = await fetch(simulator.base_url + eventsPath(), { headers: { authorization: 'Bearer x' } })
    expect(reply.status).toBe(401)
  })
})

describe('events', () => {
  test('have another id for who does not ask for immutable ones', async () => {
    const { body } = await ask('POST', eventsPath(), wire())
    const [listed] = (await ask('GET', eventsPath(), undefined, {})).body.value
    expect(listed.id).not.toBe(body.id)
    expect((await ask('GET', `${eventsPath()}/${body.id}`, undefined, {})).status).toBe(404)
  })

  test('with one transaction id are one, and another content is a duplicate', async () => {
    const one = await ask('POST', eventsPath(), wire({ transactionId: 't' }))
    const two = await ask('POST', eventsPath(), wire({ transactionId: 't' }))
    expect([one.status, two.status, two.body.id]).toEqual([201, 201, one.body.id])
    const other = await ask('POST', eventsPath(), wire({ transactionId: 't', subject: 'Demo' }))
    expect([other.status, other.body.error.code]).toEqual([409, 'ErrorDuplicateTransactionId'])
    expect((await ask('PATCH', `${eventsPath()}/${one.body.id}`, { transactionId: 'u' })).status).toBe(400)
  })

  test('show an extended property only when it is expanded, and find it by name with case, by value without', async () => {
    const property = { id: BOOKING_PROPERTY, value: 'Abc' }
    await ask('POST', eventsPath(), wire({ singleValueExtendedProperties: [property] }))
    const find = async (id: string, value: string) => {
      const query = new URLSearchParams({
        $filter: `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value}')`,
        $expand: `singleValueExtendedProperties($filter=id eq '${BOOKING_PROPERTY}')`,
      })
      return (await ask('GET', `${eventsPath()}?${query}`)).body.value
    }
    expect((await find(BOOKING_PROPERTY, 'abc'))[0].singleValueExtendedProperties).toEqual([property])
    expect(await find(BOOKING_PROPERTY.replace('BookingId', 'bookingid'), 'Abc')).toEqual([])
    const [plain] = (await ask('GET', eventsPath())).body.value
    expect(plain.singleValueExtendedProperties).toBeUndefined()
  })

  test('lose their online meeting with a new body', async () => {
    const online = { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' }
    const { body } = await ask('POST', eventsPath(), wire(online))
    const path = `${eventsPath()}/${body.id}`
    const changed = await ask('PATCH', path, { body: { contentType: 'html', content: 'new' } })
    expect([body.isOnlineMeeting, changed.body.isOnlineMeeting]).toEqual([true, false])
  })

  test('refuse a change made for another version', async () => {
    const { body } = await ask('POST', eventsPath(), wire())
    const path = `${eventsPath()}/${body.id}`
    const stale = { ...IMMUTABLE, 'if-match': 'W/"stale"' }
    expect((await ask('PATCH', path, { subject: 'x' }, stale)).status).toBe(412)
    const fresh = { ...IMMUTABLE, 'if-match': body['@odata.etag'] }
    expect((await ask('PATCH', path, { subject: 'x' }, fresh)).status).toBe(200)
  })

  test('mail those who are new and those who are out, when only the attendees change', async () => {
    const { body } = await ask('POST', eventsPath(), wire())
    const attendees = [{ type: 'required', emailAddress: { name: 'New', address: 'new@example.com' } }]
    await ask('PATCH', `${eventsPath()}/${body.id}`, { attendees })
    const mails = simulator.world.mails.filter(({ event_id }) => event_id === body.id)
    expect(mails.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      'invitation cus@example.com',
      'invitation new@example.com',
      'cancellation cus@example.com',
    ])
  })

  test('are not a copy’s to cancel', async () => {
    const colleague = `colleague-${made}@acme.example`
    await ask('GET', `/users/${colleague}/events`)
    await ask('POST', eventsPath(), wire({ attendees: [{ emailAddress: { address: colleague } }] }))
    const [copy] = (await ask('GET', `/users/${colleague}/events`)).body.value
    expect(copy.isOrganizer).toBe(false)
    expect((await ask('POST', `/users/${colleague}/events/${copy.id}/cancel`, {})).status).toBe(400)
  })
})

describe('throttling', () => {
  test('serves four at a time for one mailbox and asks for a fraction of a second', async () => {
    simulator.world.quirks.work_ms = 20
    const token = await tokenOf(TENANT)
    const headers = { authorization: `Bearer ${token}` }
    const asked = Array.from({ length: 7 }, () => fetch(simulator.base_url + eventsPath(), { headers }))
    const replies = await Promise.all(asked)
    simulator.world.quirks.work_ms = 0
    const refused = replies.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(3)
    expect(refused[0]?.headers.get('retry-after')).toBe('0.128')
  })
})

describe('notifications', () => {
  const subscribe = async (user = person(), tenant = TENANT) =>
    (await ask('POST', '/subscriptions', subscriptionWish(user), IMMUTABLE, tenant)).body.id as string
  const settled = async () => {
    await simulator.post.settled()
    return receiver
  }

  test('come twice and in disorder where the manners say so', async () => {
    await subscribe()
    Object.assign(simulator.post.manners, { duplicate: true, reorder: true, delay_ms: 500 })
    const { body } = await ask('POST', eventsPath(), wire())
    await ask('PATCH', `${eventsPath()}/${body.id}`, { subject: 'Demo' })
    const { heard } = await settled()
    expect(heard.map(({ changeType }) => changeType)).toEqual(['updated', 'created', 'updated', 'created'])
  })

  test('mix tenants in one post, with a forged item beside each', async () => {
    await subscribe()
    await subscribe(`other-${made}@b.example`, OTHER_TENANT)
    Object.assign(simulator.post.manners, { mix: true, forge: true, delay_ms: 500 })
    await ask('POST', eventsPath(), wire())
    await ask('POST', `/users/other-${made}@b.example/events`, wire(), IMMUTABLE, OTHER_TENANT)
    const { posts } = await settled()
    expect(posts).toHaveLength(1)
    expect(new Set(posts[0]?.items.map(({ tenantId }) => tenantId))).toEqual(new Set([TENANT, OTHER_TENANT]))
    expect(posts[0]?.items.map(({ clientState }) => clientState)).toEqual([
      'forged',
      'secret',
      'forged',
      'secret',
    ])
  })

  test('are repeated until they are taken', async () => {
    await subscribe()
    receiver.answer.status = 503
    simulator.post.manners.retry_pause_ms = 1
    await ask('POST', eventsPath(), wire())
    const { posts } = await settled()
    expect(posts).toHaveLength(6)
    expect(simulator.post.deliveries.at(-1)?.status).toBe(503)
  })

  test('of the subscription’s life go to their own URL', async () => {
    const subscription_id = await subscribe()
    simulator.post.lifecycle(subscription_id, 'reauthorizationRequired')
    simulator.post.lifecycle(subscription_id, 'subscriptionRemoved')
    const { posts } = await settled()
    expect(posts[0]?.path).toBe('/v1/webhooks/graph/lifecycle')
    expect(posts[0]?.items.map(({ lifecycleEvent }) => lifecycleEvent)).toEqual([
      'reauthorizationRequired',
      'subscriptionRemoved',
    ])
    expect((await ask('PATCH', `/subscriptions/${subscription_id}`, renewal())).status).toBe(404)
  })

  const renewal = () => ({ expirationDateTime: new Date(Date.now() + 48 * HOUR).toISOString() })

  test('end with the subscription', async () => {
    const subscription_id = await subscribe()
    expect((await ask('DELETE', `/subscriptions/${subscription_id}`)).status).toBe(204)
    await ask('POST', eventsPath(), wire())
    expect((await settled()).heard).toEqual([])
  })
})

describe('subscriptions', () => {
  test('may not live longer than seven days and live at least 45 minutes', async () => {
    const wish = (life_ms: number) => ({ expirationDateTime: new Date(Date.now() + life_ms).toISOString() })
    expect(
      (await ask('POST', '/subscriptions', subscriptionWish(person(), wish(8 * 24 * HOUR)))).status,
    ).toBe(400)
    const { body } = await ask('POST', '/subscriptions', subscriptionWish(person(), wish(60_000)))
    expect(Date.parse(body.expirationDateTime) - Date.now()).toBeGreaterThan(44 * 60_000)
  })

  test('are refused for a closed mailbox, a long secret and beyond the quota', async () => {
    simulator.hands.mailbox({ m365_tenant_id: TENANT, user: person(), trouble: 'denied' })
    expect((await ask('POST', '/subscriptions', subscriptionWish())).status).toBe(403)
    const secret = { clientState: 'x'.repeat(129) }
    expect((await ask('POST', '/subscriptions', subscriptionWish('a@a.example', secret))).status).toBe(400)
    simulator.world.quirks.most_subscriptions = 0
    expect((await ask('POST', '/subscriptions', subscriptionWish('b@a.example'))).status).toBe(403)
    simulator.world.quirks.most_subscriptions = 1_000
  })
})

describe('another process', () => {
  const control = async (method: string, name: string, body?: unknown) => {
    const reply = await fetch(`${simulator.origin}/__sim/${name}`, {
      method,
      body: JSON.stringify(body),
    })
    return reply.status === 204 ? undefined : reply.json()
  }

  test('acts by hand in Outlook and counts what was made', async () => {
    const of = { m365_tenant_id: TENANT, user: person() }
    const properties = [{ id: BOOKING_PROPERTY, value: `mark-${made}` }]
    const { body } = await ask('POST', eventsPath(), wire({ singleValueExtendedProperties: properties }))
    const start_ms = Date.parse('2027-03-01T12:00:00Z')
    await control('PATCH', 'event', { ...of, event_id: body.id, start_ms, end_ms: start_ms + HOUR })
    await control('POST', 'answer', {
      ...of,
      event_id: body.id,
      email: 'cus@example.com',
      response: 'declined',
    })
    const moved = (await ask('GET', `${eventsPath()}/${body.id}`)).body
    expect(moved.start.dateTime).toBe('2027-03-01T12:00:00.0000000')
    expect(moved.attendees[0].status.response).toBe('declined')
    expect((await control('POST', 'events', of)).map((event: { id: string }) => event.id)).toEqual([body.id])
    expect((await control('GET', 'marks'))[`mark-${made}`]).toEqual({ living: 1, created: 1 })
    await control('DELETE', 'event', { ...of, event_id: body.id })
    expect((await control('GET', 'marks'))[`mark-${made}`]).toEqual({ living: 0, created: 1 })
  })

  test('sets quirks, manners and troubles, and ends subscriptions', async () => {
    const of = { m365_tenant_id: TENANT, user: person() }
    const { body } = await ask('POST', '/subscriptions', subscriptionWish())
    await control('PUT', 'manners', { duplicate: true })
    await control('PUT', 'quirks', { retry_after: '0.5' })
    expect([simulator.post.manners.duplicate, simulator.world.quirks.retry_after]).toEqual([true, '0.5'])
    await control('PUT', 'quirks', { retry_after: '0.128' })
    await control('PUT', 'mailbox', { ...of, trouble: 'no_mailbox' })
    expect((await ask('GET', eventsPath())).body.error.code).toBe('MailboxNotEnabledForRESTAPI')
    await control('POST', 'expire', { subscription_id: body.id })
    const listed: { id: string }[] = await control('GET', 'subscriptions')
    expect(listed.map(({ id }) => id)).not.toContain(body.id)
    await control('PUT', 'tenant', { m365_tenant_id: OTHER_TENANT, absent: true })
    expect(await tokenOf(OTHER_TENANT)).toBeUndefined()
    await control('PUT', 'tenant', { m365_tenant_id: OTHER_TENANT, absent: false })
  })
})
