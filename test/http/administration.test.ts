import { expect, test } from 'bun:test'
import { addDays } from '../../src/scheduling/date.ts'
import { zoomAccounts } from '../../src/tenants/zoomAccounts.ts'
import { type Admin, adminOf } from '../support/admin.ts'
import { onBothDatabases } from '../support/databases.ts'
import { testServices } from '../support/services.ts'

onBothDatabases('administration over HTTP', (fresh) => {
  test('a tenant is made, shown, changed, listed and deactivated', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const acme = { slug: 'alpha', name: 'Acme', time_zone: 'Europe/Berlin', branding: { indexed: false } }
    const made = await admin('POST', '/tenants', acme)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ ...acme, locale: 'en', m365_tenant_id: null, active: true })
    expect((await admin('POST', '/tenants', acme)).body).toMatchObject({
      code: 'conflict',
      errors: [{ path: 'slug' }],
    })
    await admin('POST', '/tenants', { ...acme, slug: 'beta' })
    const changed = await admin('PATCH', '/tenants/alpha', { time_zone: 'UTC', branding: {} })
    expect(changed.body).toMatchObject({ time_zone: 'UTC', name: 'Acme', branding: {} })
    expect((await admin('GET', '/tenants/alpha')).body).toEqual(changed.body)
    const first = (await admin('GET', '/tenants?limit=2')).body
    expect([first.items.map(slugOf), first.next_cursor]).toEqual([['acme', 'alpha'], 'alpha'])
    const second = (await admin('GET', `/tenants?limit=2&cursor=${first.next_cursor}`)).body
    expect([second.items.map(slugOf), second.next_cursor]).toEqual([['beta'], null])
    expect((await admin('DELETE', '/tenants/alpha')).body.active).toBe(false)
    expect((await admin('PATCH', '/tenants/alpha', { active: true })).body.active).toBe(true)
    const audit = (await admin('GET', '/tenants/alpha/audit-logs')).body.items
    expect(audit.map((row: { action: string }) => row.action)).toEqual([
      'tenant.changed',
      'tenant.changed',
      'tenant.changed',
      'tenant.created',
    ])
    expect(audit[2]).toMatchObject({
      actor: 'admin_key',
      source: 'admin',
      detail: { time_zone: { from: 'Europe/Berlin', to: 'UTC' } },
    })
    await stop()
  })

  test('every fault of a tenant is named at once, and nothing is stored', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const shape = await admin('POST', '/tenants', { slug: 'No', time_zone: 7, locale: 'it' })
    expect([shape.status, paths(shape)]).toEqual([422, ['locale', 'name', 'slug', 'time_zone']])
    const sense = await admin('POST', '/tenants', { slug: 'v1', name: 'X', time_zone: 'Europe/Berln' })
    expect([sense.status, paths(sense)]).toEqual([422, ['slug', 'time_zone']])
    expect(paths(await admin('POST', '/tenants', { slug: 'ok', name: '  ', time_zone: 'UTC' }))).toEqual([
      'name',
    ])
    expect(paths(await admin('PATCH', '/tenants/acme', {}))).toEqual(['body'])
    expect((await admin('GET', '/tenants')).body.items.map(slugOf)).toEqual(['acme'])
    await stop()
  })

  test('a salesperson is added, changed and deactivated; two cannot share a mailbox', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const ada = { slug: 'ada', name: 'Ada', email: 'ada@acme.example', time_zone: 'Europe/Paris' }
    const made = await admin('POST', '/tenants/acme/salespersons', ada)
    expect(made.body).toMatchObject({ ...ada, mailbox: ada.email, zoom_user: ada.email, active: true })
    const twin = await admin('POST', '/tenants/acme/salespersons', {
      ...ada,
      slug: 'eve',
      mailbox: 'ADA@acme.example',
      time_zone: 'Mars/Olympus',
    })
    expect([twin.status, paths(twin)]).toEqual([422, ['mailbox', 'time_zone']])
    expect((await admin('POST', '/tenants/acme/salespersons', ada)).body.code).toBe('conflict')
    const url = '/tenants/acme/salespersons/ada'
    expect((await admin('PATCH', url, { email: 'nobody' })).body.errors).toEqual([
      { path: 'email', message: 'must be an e-mail address' },
    ])
    expect((await admin('PATCH', url, { mailbox: 'a', time_zone: 'UTC' })).body).toMatchObject({
      mailbox: 'a',
      time_zone: 'UTC',
    })
    expect((await admin('DELETE', url)).body.active).toBe(false)
    const all = (await admin('GET', '/tenants/acme/salespersons')).body.items
    expect(all.map(slugOf)).toEqual(['ada', 'berlin', 'vancouver'])
    expect((await admin('GET', '/tenants/acme/salespersons/nobody')).body.code).toBe('salesperson_not_found')
    await stop()
  })

  test('availability is set as a whole or by the date, and read back as it was set', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const url = '/tenants/acme/salespersons/berlin/availability'
    const wanted = {
      rules: [
        { weekday: 1, from: '09:00', until: '12:00' },
        { weekday: 1, from: '12:00', until: '24:00' },
      ],
      overrides: [{ date: '2026-12-24', intervals: [] }],
    }
    expect((await admin('PUT', url, wanted)).body).toEqual({ time_zone: 'Europe/Berlin', ...wanted })
    const hours = { intervals: [{ from: '10:00', until: '14:30' }] }
    await admin('PUT', `${url}/overrides/2026-12-31`, hours)
    await admin('PUT', `${url}/overrides/2026-12-24`, hours)
    expect((await admin('GET', url)).body.overrides).toEqual([
      { date: '2026-12-24', ...hours },
      { date: '2026-12-31', ...hours },
    ])
    expect((await admin('DELETE', `${url}/overrides/2026-12-24`)).body.overrides).toHaveLength(1)
    await stop()
  })

  test('hours of more single dates than one request brings are set one by one, and shown', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const url = '/tenants/acme/salespersons/berlin/availability'
    const dates = Array.from({ length: 501 }, (_, i) => addDays('2027-01-01', i))
    const overrides = dates.slice(1).map((date) => ({ date, intervals: [] }))
    await admin('PUT', url, { rules: [], overrides })
    const added = await admin('PUT', `${url}/overrides/${dates[0]}`, { intervals: [] })
    expect([added.status, added.body.overrides?.length]).toEqual([200, 501])
    expect((await admin('GET', url)).body).toEqual(added.body)
    await stop()
  })

  test('hours that overlap, end before they begin or name no date are refused with their places', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const url = '/tenants/acme/salespersons/berlin/availability'
    const before = (await admin('GET', url)).body
    const wrong = await admin('PUT', url, {
      rules: [
        { weekday: 1, from: '10:00', until: '12:00' },
        { weekday: 1, from: '09:00', until: '10:01' },
        { weekday: 2, from: '10:00', until: '10:00' },
      ],
      overrides: [
        { date: '2026-12-24', intervals: [] },
        { date: '2026-12-24', intervals: [] },
      ],
    })
    expect(wrong.body.errors).toEqual([
      { path: 'rules.2.until', message: 'must be later than `from`' },
      { path: 'rules.0', message: 'overlaps rules.1' },
      { path: 'overrides.1.date', message: 'is named twice: 2026-12-24' },
    ])
    const shape = await admin('PUT', url, {
      rules: [{ weekday: 8, from: '9:00', until: '25:00' }],
      overrides: [{ date: '24.12.2026', intervals: [] }],
    })
    expect(paths(shape)).toEqual(['overrides.0.date', 'rules.0.from', 'rules.0.until', 'rules.0.weekday'])
    expect(paths(await admin('PUT', `${url}/overrides/2026-02-30`, { intervals: [] }))).toEqual(['date'])
    expect((await admin('GET', url)).body).toEqual(before)
    await stop()
  })

  test('a meeting type is made with defaults, changed in part and deactivated', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const made = await admin('POST', '/tenants/acme/meeting-types', {
      slug: 'chat',
      name: 'Chat',
      length_minutes: 45,
      location: { kind: 'zoom' },
      salespersons: ['vancouver', 'berlin'],
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      slot_step_minutes: 30,
      hold_minutes: 10,
      maximum_per_day: null,
      staffing: 'one',
      salespersons: ['vancouver', 'berlin'],
    })
    const url = '/tenants/acme/meeting-types/chat'
    const changed = await admin('PATCH', url, { salespersons: ['berlin'], maximum_per_day: 3 })
    expect(changed.body).toMatchObject({ salespersons: ['berlin'], maximum_per_day: 3, length_minutes: 45 })
    expect((await admin('GET', url)).body).toEqual(changed.body)
    expect((await admin('DELETE', url)).body.active).toBe(false)
    expect((await admin('GET', '/tenants/acme/meeting-types/nothing')).body.code).toBe(
      'meeting_type_not_found',
    )
    const all = (await admin('GET', '/tenants/acme/meeting-types?limit=3')).body
    expect([all.items.map(slugOf), all.next_cursor]).toEqual([
      ['call-phone', 'chat', 'demo-teams'],
      'demo-teams',
    ])
    await stop()
  })

  test('every fault of a meeting type is named at once', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const wrong = await admin('POST', '/tenants/acme/meeting-types', {
      slug: 'chat',
      name: 'Chat',
      length_minutes: 30,
      minimum_notice_minutes: 1440,
      horizon_days: 1,
      location: { kind: 'in_person' },
      salespersons: ['berlin', 'nobody', 'berlin'],
      questions: [
        { id: 'a', label: 'A', kind: 'choice', required: true, choices: ['x'] },
        { id: 'a', label: 'B', kind: 'text', required: false, choices: ['x', 'y'] },
        { id: 'c', label: 'C', kind: 'choice', required: false, choices: ['x', 'x'] },
      ],
    })
    expect([wrong.status, paths(wrong)]).toEqual([
      422,
      [
        'location.detail',
        'minimum_notice_minutes',
        'questions.0.choices',
        'questions.1.choices',
        'questions.1.id',
        'questions.2.choices',
        'salespersons.1',
        'salespersons.2',
      ],
    ])
    const numbers = await admin('PATCH', '/tenants/acme/meeting-types/intro-zoom', {
      length_minutes: '30',
      horizon_days: 0.5,
      hold_minutes: 0,
      maximum_per_day: 0,
    })
    expect(new Map(numbers.body.errors.map(Object.values))).toEqual(
      new Map([
        ['length_minutes', 'must be a whole number'],
        ['horizon_days', 'must be a whole number'],
        ['hold_minutes', 'must be at least 1'],
        ['maximum_per_day', 'must be at least 1'],
      ]),
    )
    await stop()
  })

  test('keys are made, shown once, listed without their secret and revoked', async () => {
    const { admin, stop, withKey } = await adminOf(await fresh())
    const { status, body } = await admin('POST', '/tenants/acme/keys', { name: 'CRM' })
    expect([status, body.key.startsWith('hfk_')]).toEqual([201, true])
    const theirs = withKey(body.key)
    expect((await theirs('GET', '/tenants/acme')).status).toBe(200)
    await theirs('PATCH', '/tenants/acme', { name: 'Acme AG' })
    const [last] = (await admin('GET', '/tenants/acme/audit-logs?action=tenant.changed')).body.items
    expect(last.actor).toBe('key:CRM')
    const listed = await admin('GET', '/tenants/acme/keys')
    expect(JSON.stringify(listed.body)).not.toContain(body.key)
    expect((await admin('DELETE', `/tenants/acme/keys/${body.key_id}`)).status).toBe(204)
    expect((await theirs('GET', '/tenants/acme')).status).toBe(401)
    expect((await admin('DELETE', '/tenants/acme/keys/nothing')).body.code).toBe('not_found')
    await stop()
  })

  test("a tenant's own key does not say whose calendars are read, which would reach another tenant's", async () => {
    const { admin, stop, withKey } = await adminOf(await fresh())
    const { body } = await admin('POST', '/tenants/acme/keys', { name: 'CRM' })
    const theirs = withKey(body.key)
    const directory = (m365_tenant_id: string | null, by = theirs) =>
      by('PATCH', '/tenants/acme', { m365_tenant_id, name: 'Acme AG' })
    const fault = { path: 'm365_tenant_id', message: 'is set with the key of the installation alone' }
    expect(await directory('somebody-elses')).toMatchObject({ status: 422, body: { errors: [fault] } })
    expect((await admin('GET', '/tenants/acme')).body).toMatchObject({ m365_tenant_id: null, name: 'Acme' })
    expect((await directory('theirs', admin)).body.m365_tenant_id).toBe('theirs')
    expect((await directory(null)).status).toBe(422)
    // What stays as it is may be said.
    expect(await directory('theirs')).toMatchObject({ status: 200, body: { name: 'Acme AG' } })
    await stop()
  })

  test('a Zoom account is kept sealed, shown without its secrets and taken away', async () => {
    const { admin, stop, db } = await adminOf(await fresh())
    const url = '/tenants/acme/zoom-account'
    expect((await admin('GET', url)).body.code).toBe('not_found')
    const wanted = { account_id: 'a1', client_id: 'c1', client_secret: 'very-secret' }
    const shown = { account_id: 'a1', client_id: 'c1', has_webhook_secret: false }
    expect((await admin('PUT', url, wanted)).body).toMatchObject(shown)
    const again = await admin('PUT', url, { ...wanted, webhook_secret: 'very-secret-too' })
    expect(again.body).toMatchObject({ ...shown, has_webhook_secret: true })
    const everything = [
      await admin('GET', url),
      await admin('GET', '/tenants/acme/audit-logs'),
      await db.q.select().from(db.t.zoom_accounts),
    ]
    expect(JSON.stringify(everything)).not.toContain('very-secret')
    const { seal } = testServices(db).office
    const [row] = await db.q.select().from(db.t.zoom_accounts)
    const { tenant_id } = row!
    const account = () => ({ account_id: 'common', client_id: '', client_secret: '' })
    const accounts = zoomAccounts({ db, seal, fallback: { account } })
    expect(await accounts.of(tenant_id)).toEqual(wanted)
    expect(await accounts.signers('a1')).toEqual([{ secret: 'very-secret-too', tenant_id }])
    expect((await admin('DELETE', url)).status).toBe(204)
    expect(await accounts.of(tenant_id)).toMatchObject({ account_id: 'common' })
    await stop()
  })

  test('two admins who change at once do not undo each other', async () => {
    const { admin, stop, db } = await adminOf(await fresh())
    const person = (slug: string) => ({ slug, name: slug, email: 'same@acme.example', time_zone: 'UTC' })
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd'].map((slug) => admin('POST', '/tenants/acme/salespersons', person(slug))),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422])
    const [tenant] = await db.q.select().from(db.t.tenants)
    expect(tenant?.config_revision).toBe(2)
    await stop()
  })

  test('every change has its row in the audit, with who made it; what is refused has none', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const person = { slug: 'ada', name: 'Ada', email: 'ada@acme.example', time_zone: 'UTC' }
    const type = {
      slug: 'chat',
      name: 'Chat',
      length_minutes: 15,
      location: { kind: 'phone' },
      salespersons: ['ada'],
    }
    const hours = '/salespersons/ada/availability'
    const day = `${hours}/overrides/2026-12-24`
    const changes: [
      method: string,
      path: string,
      body: object | undefined,
      action: string,
      subject: string,
    ][] = [
      ['PATCH', '', { name: 'Acme AG' }, 'tenant.changed', 'tenant:acme'],
      ['DELETE', '', undefined, 'tenant.changed', 'tenant:acme'],
      ['PATCH', '', { active: true }, 'tenant.changed', 'tenant:acme'],
      ['POST', '/salespersons', person, 'salesperson.added', 'salesperson:ada'],
      ['PATCH', '/salespersons/ada', { name: 'Ada L' }, 'salesperson.changed', 'salesperson:ada'],
      ['PUT', hours, { rules: [], overrides: [] }, 'availability.set', 'salesperson:ada'],
      ['PUT', day, { intervals: [] }, 'availability.override_set', 'salesperson:ada'],
      ['DELETE', day, undefined, 'availability.override_dropped', 'salesperson:ada'],
      ['POST', '/meeting-types', type, 'meeting_type.created', 'meeting_type:chat'],
      ['PATCH', '/meeting-types/chat', { length_minutes: 20 }, 'meeting_type.changed', 'meeting_type:chat'],
      ['DELETE', '/meeting-types/chat', undefined, 'meeting_type.changed', 'meeting_type:chat'],
      ['DELETE', '/salespersons/ada', undefined, 'salesperson.changed', 'salesperson:ada'],
    ]
    for (const [method, path, body] of changes) {
      const { status } = await admin(method, `/tenants/acme${path}`, body)
      expect([path, status < 300]).toEqual([path, true])
      await admin(method === 'DELETE' ? 'PATCH' : method, `/tenants/acme${path}`, { none: 1 })
    }
    const { items } = (await admin('GET', '/tenants/acme/audit-logs')).body
    const rows = items.map((row: Record<string, string>) => [row.action, row.subject, row.actor, row.source])
    const wanted = changes.map(([, , , action, subject]) => [action, subject, 'admin_key', 'admin'])
    expect(rows.slice(0, -1)).toEqual(wanted.reverse())
    expect(rows.at(-1)?.[0]).toBe('tenant.seeded')
    expect(items[2].detail).toEqual({ length_minutes: { from: 15, to: 20 } })
    await stop()
  })

  test('a field that is not known is named, beside what else is wrong', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const misspelt = await admin('PATCH', '/tenants/acme', { nam: 'Acme', branding: { colour: '#fff' } })
    expect([misspelt.status, paths(misspelt)]).toEqual([422, ['branding.colour', 'nam']])
    const both = await admin('PUT', '/tenants/acme/salespersons/berlin/availability', {
      rules: [{ weekday: 9, from: '09:00', until: '10:00', untill: '11:00' }],
    })
    expect(both.body.errors).toEqual([
      { path: 'rules.0.weekday', message: 'must be at most 7' },
      { path: 'rules.0.untill', message: 'is not known here' },
    ])
    await stop()
  })

  test('a value of another kind is refused, and empties nothing', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const hours = '/tenants/acme/salespersons/berlin/availability'
    const all = ['/tenants/acme', '/tenants/acme/meeting-types/demo-teams', hours]
    const state = () => Promise.all(all.map(async (path) => (await admin('GET', path)).body))
    const before = await state()
    const cases: [method: string, path: string, body: object, at: string, kind: 'a list' | 'an object'][] = [
      ['PATCH', '/tenants/acme', { branding: null }, 'branding', 'an object'],
      ['PATCH', '/tenants/acme', { branding: '' }, 'branding', 'an object'],
      ['PATCH', '/tenants/acme', { branding: [] }, 'branding', 'an object'],
      ['PATCH', '/tenants/acme/meeting-types/demo-teams', { questions: '' }, 'questions', 'a list'],
      ['PUT', hours, { rules: '' }, 'rules', 'a list'],
      ['PUT', hours, { rules: ['09:00'] }, 'rules.0', 'an object'],
      ['PUT', `${hours}/overrides/2026-12-24`, { intervals: '' }, 'intervals', 'a list'],
      ['POST', '/tenants/acme/outbox-jobs/retry-dead', ['send_letter'], 'body', 'an object'],
    ]
    for (const [method, path, body, at, kind] of cases) {
      const refused = await admin(method, path, body)
      expect([path, refused.status, refused.body.errors]).toEqual([
        path,
        422,
        [{ path: at, message: `must be ${kind}` }],
      ])
    }
    expect(await state()).toEqual(before)
    await stop()
  })

  test('a space that came along from a clipboard is refused in what another service calls somebody', async () => {
    const { admin, stop } = await adminOf(await fresh())
    const message = 'must be a name without spaces'
    const berlin = '/tenants/acme/salespersons/berlin'
    for (const name of ['ann@acme.example ', '\u00a0ann', 'ann\n', '']) {
      const person = await admin('PATCH', berlin, { mailbox: name, zoom_user: name })
      expect(paths(person)).toEqual(['mailbox', 'zoom_user'])
      expect(paths(await admin('PATCH', '/tenants/acme', { m365_tenant_id: name }))).toEqual([
        'm365_tenant_id',
      ])
      if (name) expect(person.body.errors[0].message).toBe(message)
    }
    expect((await admin('PATCH', berlin, { mailbox: 'ann@acme.example' })).status).toBe(200)
    expect((await admin('PATCH', '/tenants/acme', { m365_tenant_id: null })).status).toBe(200)
    await stop()
  })

  test('follow-ups and tracking events are listed page by page and resolved once', async () => {
    const { admin, stop, traces } = await adminOf(await fresh())
    await traces(3)
    const first = (await admin('GET', '/tenants/acme/follow-ups?limit=2&open=true')).body
    expect(first.items.map((one: { kind: string }) => one.kind)).toEqual(['kind2', 'kind1'])
    const rest = (await admin('GET', `/tenants/acme/follow-ups?limit=2&cursor=${first.next_cursor}`)).body
    expect([rest.items.length, rest.next_cursor]).toEqual([1, null])
    const url = `/tenants/acme/follow-ups/${rest.items[0].follow_up_id}/resolve`
    const resolved = (await admin('POST', url, { resolution: 'Called' })).body
    expect(resolved).toMatchObject({ kind: 'kind0', resolved_by: 'admin_key', resolution: 'Called' })
    expect((await admin('POST', url)).body).toEqual(resolved)
    expect((await admin('GET', '/tenants/acme/follow-ups?open=false')).body.items).toEqual([resolved])
    expect((await admin('GET', '/tenants/acme/follow-ups?open=maybe')).status).toBe(422)
    for (const limit of ['0', '201', '-1', '1.5', 'x', '9007199254740993'])
      expect((await admin('GET', `/tenants/acme/follow-ups?limit=${limit}`)).body.errors).toEqual([
        { path: 'limit', message: 'must be a whole number from 1 to 200' },
      ])
    const events = (await admin('GET', '/tenants/acme/tracking-events?kind=kind1')).body.items
    expect(events.map((one: { booking_id: string }) => one.booking_id)).toEqual(['b1'])
    await stop()
  })

  test('a logo is kept when it is an image and small enough', async () => {
    const { admin, stop, upload, get } = await adminOf(await fresh())
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array(70_000).fill(1)])
    const { status, body } = await upload(png, 'image/png')
    expect([status, body.logo_url.startsWith('/v1/tenants/acme/logo?v=')]).toEqual([200, true])
    const shown = await get(body.logo_url)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(png)
    const liar = await upload(new TextEncoder().encode('<svg onload="x"/>'), 'image/png')
    expect([liar.status, liar.body.code]).toEqual([422, 'invalid_request'])
    expect((await upload(new Uint8Array(), 'image/png')).body.code).toBe('invalid_request')
    expect((await upload(new Uint8Array(300_000), 'image/png')).body.code).toBe('body_too_large')
    const odd = await upload(png, 'application/json')
    expect(odd.body).toMatchObject({
      code: 'unsupported_media_type',
      title: 'The body is of another type than is taken here',
      detail: 'Send the body as image/png or image/jpeg or image/webp',
    })
    expect((await get('/v1/tenants/other/logo')).status).toBe(404)
    // The pages of bookings that exist show it still.
    await admin('PATCH', '/tenants/acme', { active: false })
    expect((await get(body.logo_url)).status).toBe(200)
    await stop()
  })
})

type Reply = Awaited<ReturnType<Admin>>

function paths({ body }: Reply): string[] {
  return body.errors.map((fault: { path: string }) => fault.path).sort()
}

function slugOf({ slug }: { slug: string }): string {
  return slug
}
