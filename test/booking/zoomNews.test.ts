import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World, ZOOM_SECRET } from '../support/world.ts'

type Ada = ReturnType<typeof customer> & {
  booking_id: string
  start_ms: number
  /** Posts an event about the booking's meeting, signed. */
  tell(event: string, more?: { at_ms?: number; participant?: object; secret?: string }): Promise<unknown>
  kinds(): Promise<string[]>
}

onBothDatabases('news of Zoom', (fresh) => {
  const story = async (tell: (they: Ada, it: World) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const booking = await ada.confirm(await ada.hold())
      const [meeting] = ada.meetings()
      await tell(
        {
          ...ada,
          booking_id: booking.id,
          start_ms: booking.start_at_utc.getTime(),
          tell: async (event, { at_ms = it.clock.now_ms(), participant, secret = ZOOM_SECRET } = {}) => {
            const object = { id: meeting!.provider_meeting_id, uuid: 'u', host_id: 'H', participant }
            const body = { event, event_ts: at_ms, payload: { account_id: 'a', object } }
            return it.desk.zoomNews(signed(it, JSON.stringify(body), secret))
          },
          kinds: async () => {
            const { tracking_events: events } = db.t
            const kinds = (await db.q.select().from(events)).map((row) => row.kind).sort()
            return kinds.filter((kind) => !['held', 'confirming', 'confirmed'].includes(kind))
          },
        },
        it,
      )
    })
  }

  test('a customer who joins is tracked once, however often it is told, and suggested as attended', () =>
    story(async (ada, { clock }) => {
      clock.set(ada.start_ms + 60_000)
      const participant = { id: '', user_id: '1', email: 'ada@example.com' }
      const at_ms = clock.now_ms()
      await ada.tell('meeting.participant_joined', { participant, at_ms })
      await ada.tell('meeting.participant_joined', { participant, at_ms })
      expect(await ada.kinds()).toEqual(['attendance_suggested', 'participant_joined'])
      expect(await ada.booking(ada.booking_id)).toMatchObject({ attendance_suggestion: 'attended' })
    }))

  test('a meeting that ends without a customer is suggested as a no-show; colleagues do not count', () =>
    story(async (ada, { clock }) => {
      clock.set(ada.start_ms + 20 * 60_000)
      await ada.tell('meeting.participant_joined', { participant: { id: 'H', user_id: '1' } })
      const colleague = { id: '', user_id: '2', email: 'Vancouver@acme.example' }
      await ada.tell('meeting.participant_joined', { participant: colleague })
      await ada.tell('meeting.ended')
      expect(await ada.booking(ada.booking_id)).toMatchObject({ attendance_suggestion: 'no_show' })
      // Who comes after all has attended.
      await ada.tell('meeting.participant_joined', { participant: { id: '', user_id: '3' } })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ attendance_suggestion: 'attended' })
      await ada.tell('meeting.ended', { at_ms: clock.now_ms() + 1 })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ attendance_suggestion: 'attended' })
    }))

  test('who looked in early and then moved the meeting has not attended it', () =>
    story(async (ada, { clock, ctx, desk }) => {
      await ctx.db.q.update(ctx.db.t.meeting_types).set({ reschedule_notice_minutes: 0 })
      await ctx.db.q.update(ctx.db.t.tenants).set({ config_revision: 2 })
      const start_at_utc = (await ada.slots()).at(-1)!
      clock.set(ada.start_ms - 10 * 60_000)
      await ada.tell('meeting.participant_joined', { participant: { id: '', user_id: '1' } })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ attendance_suggestion: 'attended' })
      const { tenant_id } = await ada.booking(ada.booking_id)
      const wish = { tenant_id, booking_id: ada.booking_id, purpose: 'reschedule' as const }
      const { token } = await ctx.tokens.sign({ ...wish, expires_at_ms: ada.start_ms })
      await desk.reschedule('later', { token, start_at_utc })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ revision: 2, attendance_suggestion: null })
    }))

  test('a room that is tried out the day before suggests nothing', () =>
    story(async (ada) => {
      await ada.tell('meeting.participant_joined', { participant: { id: '', user_id: '1' } })
      await ada.tell('meeting.ended')
      expect(await ada.kinds()).toEqual(['meeting_ended', 'participant_joined'])
      expect(await ada.booking(ada.booking_id)).toMatchObject({ attendance_suggestion: null })
    }))

  test('a meeting that somebody deletes at Zoom is a follow-up, one', () =>
    story(async (ada) => {
      await ada.tell('meeting.deleted')
      await ada.tell('meeting.deleted')
      expect(await ada.kinds()).toEqual(['meeting_deleted_at_zoom'])
      expect(await ada.followUps()).toMatchObject([
        { kind: 'zoom_meeting_missing', booking_id: ada.booking_id },
      ])
    }))

  test('a deletion of our own is no news', () =>
    story(async (ada, { desk }) => {
      const { tenant_id } = await ada.booking(ada.booking_id)
      await desk.admin.cancel({ tenant_id, booking_id: ada.booking_id, actor: 'admin_key' })
      await ada.tell('meeting.deleted')
      await ada.settle()
      await ada.tell('meeting.deleted')
      expect(await ada.followUps()).toEqual([])
    }))

  test('what is forged, stale or of another tenant’s secret is refused or tells nothing', () =>
    story(async (ada, { ctx, desk, clock }) => {
      const before = await ada.kinds()
      expect(ada.tell('meeting.deleted', { secret: 'a guess' })).rejects.toMatchObject({
        code: 'webhook_refused',
      })
      const stale = signed({ clock: { now_ms: () => clock.now_ms() - 301_000 } }, '{}', ZOOM_SECRET)
      expect(desk.zoomNews(stale)).rejects.toMatchObject({ code: 'webhook_refused' })
      // Another tenant with an app of its own at the same Zoom account speaks only of its own bookings.
      await ctx.db.q.insert(ctx.db.t.zoom_accounts).values({
        tenant_id: 'another',
        account_id: 'a',
        client_id: 'c',
        client_secret_sealed: await ctx.seal.seal('s'),
        webhook_secret_sealed: await ctx.seal.seal('theirs'),
        created_at_utc: new Date(),
        updated_at_utc: new Date(),
      })
      await ada.tell('meeting.deleted', { secret: 'theirs' })
      expect(await ada.kinds()).toEqual(before)
      expect(await ada.followUps()).toEqual([])
    }))

  test('the default secret does not speak for a tenant that has an account of its own', () =>
    story(async (ada, it) => {
      await ownAccount(it, 'a')
      await ada.tell('meeting.deleted')
      expect(await ada.followUps()).toEqual([])
      await ada.tell('meeting.deleted', { secret: 'ours' })
      expect(await ada.followUps()).toHaveLength(1)
    }))

  test('tenants that share one app at Zoom each hear of their own meetings', () =>
    story(async (ada, it) => {
      await ownAccount(it, 'a', ZOOM_SECRET)
      await ada.tell('meeting.deleted')
      expect(await ada.followUps()).toHaveLength(1)
    }))

  test('the default secret still speaks of a meeting that was made in the default account before', () =>
    story(async (ada, it) => {
      await ownAccount(it, 'b')
      await ada.tell('meeting.deleted')
      expect(await ada.followUps()).toHaveLength(1)
      const { zoom_meetings } = it.ctx.db.t
      await it.ctx.db.q.update(zoom_meetings).set({ account_id: 'b' })
      await ada.tell('meeting.ended')
      expect(await ada.kinds()).toEqual(['meeting_deleted_at_zoom'])
    }))

  test('the address is proven with the secret that asks, and unknown events are taken', () =>
    story(async (_ada, it) => {
      const asked = signed(
        it,
        JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } }),
        ZOOM_SECRET,
      )
      const encryptedToken = createHmac('sha256', ZOOM_SECRET).update('abc').digest('hex')
      expect(await it.desk.zoomNews(asked)).toEqual({ plainToken: 'abc', encryptedToken })
      const unknown = signed(it, JSON.stringify({ event: 'meeting.started', event_ts: 1 }), ZOOM_SECRET)
      expect(await it.desk.zoomNews(unknown)).toBeUndefined()
    }))
})

/** Gives the tenant an account of its own, whose news are signed with `secret`. */
async function ownAccount({ ctx, acme }: World, account_id: string, secret = 'ours'): Promise<void> {
  await ctx.db.q.insert(ctx.db.t.zoom_accounts).values({
    tenant_id: (await acme()).tenant.id,
    account_id,
    client_id: 'c',
    client_secret_sealed: await ctx.seal.seal('s'),
    webhook_secret_sealed: await ctx.seal.seal(secret),
    created_at_utc: new Date(),
    updated_at_utc: new Date(),
  })
}

/** Signed here by hand, as Zoom's documentation says. */
function signed({ clock }: { clock: { now_ms(): number } }, raw: string, secret: string) {
  const timestamp = String(Math.floor(clock.now_ms() / 1000))
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${raw}`).digest('hex')}`
  return { raw: new TextEncoder().encode(raw), signature, timestamp }
}
