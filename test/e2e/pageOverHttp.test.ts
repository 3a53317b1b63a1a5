import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { Failure } from '../../src/lib/failure.ts'
import { themeOf } from '../../src/web/theme.ts'
import { readPage } from '../support/page.ts'
import { attributesOf, hiddenIn, MONTH, plainBrowser } from '../support/plainBrowser.ts'
import { type Site, site } from '../support/site.ts'
import { tokenIn } from '../support/world.ts'

let it: Site
beforeAll(async () => {
  it = await site()
})
afterAll(() => it.stop())

const { get, post, slotIn, hold, confirm, linkTo } = plainBrowser(() => it)
/** Everything that stands in the database about bookings. */
const everything = async () => {
  const { bookings, slot_claims, token_consumptions, idempotency_keys, sagas, tracking_events } = it.db.t
  const tables = [bookings, slot_claims, token_consumptions, idempotency_keys, sagas, tracking_events]
  return JSON.stringify(await Promise.all(tables.map((table) => it.db.q.select().from(table))))
}

describe('pages over HTTP', () => {
  test('GET and HEAD of every link change nothing, as often as a scanner likes', async () => {
    const held = await hold('scan@ada.example', '2026-12-02')
    expect(held.status).toBe(303)
    const letter = await it.letter('scan@ada.example')
    const links = [MONTH, held.location, `/acme/booking/verify?token=${tokenIn(letter, 'verify')}`]
    const page = await get(held.location)
    links.push(...attributesOf(page.html, 'a', 'href'), ...attributesOf(page.html, 'form', 'action'))
    const before = await everything()
    for (const link of links.filter((each) => each.startsWith('/')))
      for (const method of ['GET', 'HEAD', 'GET'])
        expect((await get(link, {}, method)).status).toBeLessThan(400)
    expect(await everything()).toBe(before)
  })

  test('GET and HEAD of every link of every letter change nothing', async () => {
    const scan = async ({ text, html }: { text: string; html: string }) => {
      const links = [...attributesOf(html, 'a', 'href'), ...(text.match(/https?:\/\/\S+/g) ?? [])]
      const before = await everything()
      for (const link of links)
        for (const method of ['GET', 'HEAD', 'GET'])
          expect([link, (await get(link.replace(it.url, ''), {}, method)).status]).toEqual([link, 200])
      expect(await everything()).toBe(before)
      return links.length
    }
    const ours = await hold('mailed@ada.example', '2026-12-10')
    expect(await scan(await it.letter('mailed@ada.example'))).toBe(2)
    await confirm('mailed@ada.example', ours)
    const rows = await it.db.q.select().from(it.db.t.bookings)
    const { id } = rows.find((row) => row.customer_email === 'mailed@ada.example')!
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' } }
    await fetch(`${it.url}/v1/bookings/${id}/links`, { ...asked, body: '{"email":"mailed@ada.example"}' })
    expect(await scan(await it.letter('mailed@ada.example', (text) => text.includes('/cancel?')))).toBe(4)
    const theirs = await hold('sorry@ada.example', '2026-12-11')
    it.outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRecipients', 'No'), 'create')
    await confirm('sorry@ada.example', theirs)
    expect(await scan(await it.letter('sorry@ada.example', (text) => !text.includes('/verify?')))).toBe(2)
  })

  test('the links of a confirmed booking change nothing either', async () => {
    const held = await hold('confirmed@ada.example', '2026-12-03')
    const done = await confirm('confirmed@ada.example', held)
    const page = await get(done.location)
    expect(page.html).toContain('Your meeting is booked')
    const links = attributesOf(page.html, 'a', 'href').filter((each) => each.startsWith('/'))
    expect(links.some((each) => each.includes('/booking/cancel?'))).toBe(true)
    const [, booking_id] = /data-booking="([^"]+)"/.exec(page.html) ?? []
    const asked = await fetch(`${it.url}/v1/bookings/${booking_id}/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'confirmed@ada.example' }),
    })
    expect(asked.status).toBe(202)
    const fresh = await it.letter('confirmed@ada.example', (text) => text.includes('/booking/cancel?'))
    const mailed = [...fresh.text.matchAll(/https?:\/\/[^\s<>]+/g)].map(([url]) => url.replace(it.url, ''))
    expect(mailed.filter((each) => /booking\/(cancel|reschedule)/.test(each)).length).toBeGreaterThanOrEqual(
      2,
    )
    const before = await everything()
    for (const link of [...links, ...mailed])
      for (const method of ['GET', 'HEAD', 'GET']) expect((await get(link, {}, method)).status).toBe(200)
    expect(await everything()).toBe(before)
  })

  test('a form without the nonce of its view does nothing and keeps what was typed', async () => {
    const form = await slotIn('2026-12-04')
    const { html } = await get(form)
    const { nonce: own = '', ...hidden } = hiddenIn(html)
    const fields = { ...hidden, name: 'Grace Hopper', email: 'grace@ada.example' }
    const held = await hold('other@ada.example', '2026-12-07')
    const foreign = hiddenIn((await get(held.location)).html).nonce ?? ''
    const before = await everything()
    for (const nonce of ['', 'x', `${own}x`, foreign]) {
      const reply = await post(form, { ...fields, nonce })
      expect(reply.status).toBe(403)
      expect(reply.html).toContain('value="Grace Hopper"')
    }
    expect(await everything()).toBe(before)
    expect((await post(form, { ...fields, nonce: own })).status).toBe(303)
  })

  test('a form takes no hold away that a program has made under the same key', async () => {
    const key = 'order-2026-000042'
    const starts = [await slotIn('2026-12-16'), await slotIn('2026-12-17')]
    const [start_at_utc] = starts.map((href) => new URL(href, it.url).searchParams.get('start') ?? '')
    const customer = { name: 'Ada', email: 'program@ada.example', time_zone: 'Europe/Berlin' }
    const held = await fetch(`${it.url}/v1/tenants/acme/holds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ meeting_type: 'intro-zoom', start_at_utc, customer }),
    })
    expect(held.status).toBe(201)
    const { booking_id } = (await held.json()) as { booking_id: string }
    const { html } = await get(starts[1]!)
    const form = { ...hiddenIn(html), key, name: 'Mallory', email: 'mallory@ada.example' }
    expect((await post(starts[1]!, form)).status).toBe(303)
    const rows = await it.db.q.select().from(it.db.t.bookings)
    expect(rows.find(({ id }) => id === booking_id)?.status).toBe('held')
  })

  test('a booking is shown to nobody by its id, nor by a token of another kind of service', async () => {
    const [booking] = await it.db.q.select().from(it.db.t.bookings)
    for (const query of [`booking_id=${booking!.id}`, 'token=', 'token=a.b.c'])
      for (const act of ['code', 'show', 'cancel', 'reschedule', 'verify', 'invite.ics']) {
        const { status, html } = await get(`/acme/booking/${act}?${query}`)
        expect(status).toBeGreaterThanOrEqual(400)
        expect(html).not.toContain(booking!.customer_email)
      }
  })

  test('the link of a letter to a mistyped address shows nothing, also after the booking was confirmed', async () => {
    const held = await hold('stranger@ada.example', '2026-12-09')
    const link = `/acme/booking/verify?token=${tokenIn(await it.letter('stranger@ada.example'), 'verify')}`
    const form = held.location.replace('/code?', '/address?')
    const corrected = await post(form, { ...hiddenIn((await get(form)).html), email: 'right@ada.example' })
    expect(corrected.status).toBe(303)
    const paths = [link, link.replace('/verify?', '/show?'), link.replace('/verify?', '/invite.ics?')]
    const seen = () => Promise.all(paths.map(async (path) => (await get(path)).status))
    expect(await seen()).toEqual([409, 409, 409])
    const { location } = await confirm('right@ada.example', held)
    expect((await get(location)).html).toContain('right@ada.example')
    expect(await seen()).toEqual([409, 409, 409])
    expect((await get(link)).html).not.toContain('right@ada.example')
  })

  test('whoever has booked may still look, move and cancel when the tenant takes no more bookings', async () => {
    const shown = await confirm('late@ada.example', await hold('late@ada.example', '2026-12-14'))
    const over = await hold('over@ada.example', '2026-12-15')
    const active = (value: boolean) => it.configure('PATCH', '', JSON.stringify({ active: value }))
    expect(await active(false)).toBe(200)
    try {
      expect((await get(MONTH)).status).toBe(404)
      const page = await get(shown.location)
      expect(page.status).toBe(200)
      expect((await get(linkTo(page.html, 'reschedule'))).status).toBe(200)
      const cancel = linkTo(page.html, 'cancel')
      const canceled = await post(cancel, hiddenIn((await get(cancel)).html))
      expect([canceled.status, (await get(canceled.location)).status]).toEqual([303, 200])
      // What has ended cannot be held again here, so nothing is offered.
      it.advance(15 * 60_000)
      const ended = await get(over.location)
      expect([ended.status, attributesOf(ended.html, 'button', 'name')]).toEqual([200, []])
    } finally {
      await active(true)
    }
  })

  test('an unknown tenant, type or path is a page in the language of the browser', async () => {
    for (const path of ['/nobody', '/acme/nothing', '/acme/intro-zoom/a/b', '/acme/booking/nothing']) {
      const { status, html, headers } = await get(path, { 'accept-language': 'de-DE,de;q=0.9' })
      expect([path, status]).toEqual([path, 404])
      expect(html).toContain('Hier ist nichts')
      expect(headers.get('content-type')).toStartWith('text/html')
    }
    const api = await get('/v1/nothing')
    expect(api.headers.get('content-type')).toBe('application/problem+json')
  })

  test('pages bring a strict policy, and are framed by the origins that the tenant allows', async () => {
    const policyOf = async () => (await get('/acme/demo-teams')).headers
    const alone = await policyOf()
    expect(alone.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(alone.get('content-security-policy')).not.toContain('unsafe')
    expect(alone.get('x-frame-options')).toBe('DENY')
    const branding = { allowed_origins: ['https://acme.example'] }
    const changed = { name: '<b>Acme</b> & "Söhne"', branding }
    expect(await it.configure('PATCH', '', JSON.stringify(changed))).toBe(200)
    const framed = await policyOf()
    expect(framed.get('content-security-policy')).toContain("frame-ancestors 'self' https://acme.example")
    expect(framed.get('x-frame-options')).toBeNull()
    const { texts } = readPage((await get('/acme')).html)
    expect(texts).toContain('Book a meeting with <b>Acme</b> & "Söhne"')
  })

  test('a tenant gives its colour, its privacy and imprint links, and whether search engines may come', async () => {
    const robots = async () =>
      (await get('/acme/intro-zoom')).html.includes('<meta name="robots" content="noindex">')
    const known = { privacy_url: 'https://acme.example/privacy', imprint_url: 'https://acme.example/imprint' }
    for (const indexed of [false, true]) {
      const branding = { ...known, indexed, accent_colour: '#0a7d33' }
      expect(await it.configure('PATCH', '', JSON.stringify({ branding }))).toBe(200)
      expect([indexed, await robots()]).toEqual([indexed, !indexed])
    }
    const { html } = await get('/acme')
    expect(attributesOf(html, 'a', 'href')).toEqual(expect.arrayContaining(Object.values(known)))
    expect(html).toContain(themeOf('#0a7d33').css)
  })

  test('what is typed at length, in whatever script, is kept', async () => {
    const form = await slotIn('2026-12-09')
    const { html } = await get(form)
    const name = '会'.repeat(10_000)
    const { status, html: kept } = await post(form, { ...hiddenIn(html), name, email: 'long@ada.example' })
    expect(status).toBe(422)
    expect(attributesOf(kept, 'input', 'value')).toContain(name)
  })

  test('a choice is taken as the admin has written it, spaces and breaks included', async () => {
    const choices = [' up to ten ', 'more\nthan  ten']
    const questions = [{ id: 'size', label: 'Team', kind: 'choice', required: true, choices }]
    const type = '/meeting-types/call-phone'
    expect(await it.configure('PATCH', type, JSON.stringify({ questions }))).toBe(200)
    const listed = await get('/acme/call-phone?month=2026-12&day=2026-12-10')
    const times = attributesOf(listed.html, 'a', 'href').filter((href) => href.includes('start='))
    for (const [i, choice] of choices.entries()) {
      const form = times[i * 4]!
      const page = (await get(form)).html
      const typed = { name: 'Ada', email: `size${i}@ada.example`, phone: '+49 30 1234567' }
      expect(attributesOf(page, 'input', 'value')).toContain(choice)
      const answers = { 'answer.size': choice.replace('\n', '\r\n') }
      expect((await post(form, { ...hiddenIn(page), ...typed, ...answers })).status).toBe(303)
    }
    const { answers } = it.db.t.bookings
    const stored = await it.db.q.select({ answers }).from(it.db.t.bookings)
    expect(stored.flatMap((row) => row.answers.size ?? [])).toEqual(choices)
  })

  test('hostile names and answers are text on every page', async () => {
    const evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    const form = await slotIn('2026-12-09')
    const { html } = await get(form)
    const faulty = await post(form, { ...hiddenIn(html), name: evil, email: evil })
    expect(faulty.status).toBe(422)
    const { elements } = readPage(faulty.html)
    expect(
      elements.some(({ attributes }) => attributes.get('src') === 'x' || attributes.has('onerror')),
    ).toBe(false)
    expect(attributesOf(faulty.html, 'input', 'value')).toContain(evil)
  })

  test('programs are told how to book, and crawlers what to leave alone', async () => {
    expect((await get('/acme/llms.txt')).html).toContain('/acme/intro-zoom.md')
    expect((await get('/acme/intro-zoom.md')).html).toContain('Ask the person for the code')
    expect((await get('/robots.txt')).html).toContain('Disallow: /*/booking/')
    expect((await get('/embed.js')).headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  test('a first load is at most 30 kB packed, and asks nobody else', async () => {
    const packed = async (path: string) =>
      fetch(it.url + path, { headers: { 'accept-encoding': 'gzip' }, decompress: false })
    const { html } = await get(MONTH)
    const files = [...attributesOf(html, 'script', 'src'), ...attributesOf(html, 'link', 'href')]
    const asked = files.filter((path) => !path.startsWith('data:'))
    expect(asked.filter((path) => !path.startsWith('/'))).toEqual([])
    const replies = await Promise.all([MONTH, ...asked].map(packed))
    for (const reply of replies) expect(reply.headers.get('content-encoding')).toBe('gzip')
    for (const reply of replies.slice(1)) expect(reply.headers.get('cache-control')).toContain('immutable')
    const sizes = await Promise.all(replies.map(async (reply) => (await reply.arrayBuffer()).byteLength))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30_000)
  })

  test('a calendar that cannot be read is said to be so, and what is left is offered', async () => {
    const box = await it.mailbox('berlin')
    it.outlook.switches.unreadable(box, true)
    it.advance(1001)
    const { html } = await get(MONTH)
    expect(html).toContain('Bettina Lindt')
    expect(html).toContain('some times may be missing')
    const alone = await get(`${MONTH}&with=berlin`)
    expect(alone.html).toContain('The calendars cannot be read right now')
    it.outlook.switches.unreadable(box, false)
  })
})
