import { describe, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { GraphWebhookJobPayload } from '../../src/sync/payload.ts'
import { onBothDatabases } from '../support/databases.ts'
import { itemFor, receiverOf, remember, SECRET } from '../support/receiver.ts'

type Receiver = Awaited<ReturnType<typeof receiverOf>>

onBothDatabases('the receiver of Graph', (fresh) => {
  const receiving = async (
    story: (it: Receiver) => Promise<void>,
    over?: Parameters<typeof receiverOf>[1],
  ) => {
    const it = await receiverOf((await fresh()).db, over)
    try {
      await story(it)
    } finally {
      await it.stop()
    }
  }

  test('shakes hands with the decoded token as plain text, whatever is in it', () =>
    receiving(async ({ url, send }) => {
      const token = 'Validation: <script>alert(1)</script> & more + 100 %'
      for (const path of ['', '/lifecycle']) {
        const query = `${path}?validationToken=${encodeURIComponent(token)}`
        for (const type of ['text/plain; charset=utf-8', 'application/json', '']) {
          const reply = await send(type ? '' : null, { to: query, type })
          expect([reply.status, await reply.text()]).toEqual([200, token])
          expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8')
          expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
        }
      }
      expect((await fetch(`${url}?validationToken=`, { method: 'POST' })).status).toBe(400)
      expect((await fetch(url)).status).toBe(405)
    }))

  test('stores a notification as a job whose payload is exactly the agreed one', () =>
    receiving(async ({ post, jobs, berlin, ctx }) => {
      const reply = await post([itemFor('sub-1', 'AAMk1', { changeType: 'Created' })])
      expect([reply.status, await reply.text()]).toEqual([202, ''])
      const [job] = await jobs()
      expect(job).toMatchObject({
        kind: 'graph_notification',
        tenant_id: berlin.tenant_id,
        status: 'pending',
      })
      expect(GraphWebhookJobPayload.strict().parse(job!.payload)).toEqual({
        tenant_id: berlin.tenant_id,
        salesperson_id: berlin.id,
        subscription_id: 'sub-1',
        change_type: 'created',
        resource_id: 'AAMk1',
        received_at_utc: new Date(ctx.clock.now_ms()).toISOString(),
      })
    }))

  test('makes one row of a burst on one event, within a post and over several', () =>
    receiving(async ({ post, jobs }) => {
      await post([itemFor('sub-1', 'A'), itemFor('sub-1', 'B'), itemFor('sub-1', 'A')])
      await Promise.all(
        Array.from({ length: 20 }, () => post([itemFor('sub-1', 'A', { changeType: 'deleted' })])),
      )
      const payloads = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload))
      const told = payloads.map(({ resource_id, change_type }) => `${resource_id} ${change_type}`)
      expect(told.sort()).toEqual(['A deleted', 'B updated'])
    }))

  test('skips, counts and logs what is not genuine, and the rest goes on', () =>
    receiving(async ({ post, jobs, counted, logged }) => {
      const { status } = await post([
        itemFor('sub-1', 'forged', { clientState: `${SECRET}!` }),
        itemFor('sub-1', 'secretless', { clientState: undefined }),
        itemFor('sub-1', 'numeric', { clientState: 17 }),
        itemFor('sub-2', 'unknown'),
        itemFor('sub-1', 'odd', { changeType: 'archived' }),
        itemFor('sub-1', 'lifecycle', { changeType: undefined, lifecycleEvent: 'missed' }),
        itemFor('sub-1', 'nul\0', { resource: undefined }),
        itemFor('sub-1', 'long'.repeat(200), { resource: undefined }),
        null,
        'text',
        [],
        itemFor('sub-1', 'good'),
      ])
      expect(status).toBe(202)
      const stored = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id)
      expect(stored).toEqual(['good'])
      expect(counted).toEqual({ stored: 1, forged: 3, unknown: 1, malformed: 7 })
      const skipped = { event: 'notifications_skipped', forged: 3, unknown: 1, malformed: 7 }
      expect(logged.map((line) => JSON.parse(line))).toMatchObject([skipped])
      expect(logged.join()).not.toContain(SECRET)
    }))

  test('takes the rest of a post in which one item holds what is no UTF-8', () =>
    receiving(async ({ send, jobs, counted }) => {
      const items = [itemFor('sub-1', 'odd~', { resource: undefined }), itemFor('sub-1', 'good')]
      const bytes = Buffer.from(JSON.stringify({ value: items })).map((byte) => (byte === 0x7e ? 0xff : byte))
      expect((await send(bytes)).status).toBe(202)
      const stored = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id)
      expect([stored, counted]).toEqual([['good'], { stored: 1, malformed: 1 }])
    }))

  test('takes the id of the event from the resource where there is no resourceData', () =>
    receiving(async ({ post, jobs }) => {
      await post([
        itemFor('sub-1', 'A', { resourceData: undefined }),
        itemFor('sub-1', 'B', { resourceData: null, resource: "users/x/events('B')" }),
        itemFor('sub-1', 'C', { resourceData: { '@odata.type': '#x' }, resource: 'Users/x' }),
      ])
      const stored = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id)
      expect(stored.sort()).toEqual(['A', 'B'])
    }))

  test('knows the items of each subscription by its own secret, and older ones by the fallback', () =>
    receiving(
      async ({ ctx, berlin, post, jobs }) => {
        const other = { salesperson: { id: 'other', tenant_id: 'tenant-2' }, secret: 'of another tenant' }
        await remember(ctx, { id: 'row-2', subscription_id: 'sub-2', ...other })
        await remember(ctx, { id: 'row-3', subscription_id: 'sub-3', salesperson: berlin, secret: '' })
        await post([
          itemFor('sub-1', 'own'),
          itemFor('sub-2', 'crossed'),
          itemFor('sub-2', 'foreign', { clientState: 'of another tenant' }),
          itemFor('sub-1', 'by fallback', { clientState: 'the fallback' }),
          itemFor('sub-3', 'older', { clientState: 'the fallback' }),
        ])
        const stored = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload))
        const told = stored.map(({ tenant_id, resource_id }) => `${tenant_id} ${resource_id}`)
        expect(told.sort()).toEqual(
          [`${berlin.tenant_id} older`, `${berlin.tenant_id} own`, 'tenant-2 foreign'].sort(),
        )
      },
      { client_state_fallback: 'the fallback' },
    ))

  test('without a fallback nothing passes for a subscription that has no secret', () =>
    receiving(async ({ ctx, berlin, post, jobs }) => {
      await remember(ctx, { id: 'row-3', subscription_id: 'sub-3', salesperson: berlin, secret: '' })
      await post([
        itemFor('sub-3', 'A', { clientState: '' }),
        itemFor('sub-3', 'B', { clientState: undefined }),
      ])
      expect(await jobs()).toEqual([])
    }))

  test('hears of a subscription made after it began, and no more of one that is retired', () =>
    receiving(async ({ ctx, berlin, post, jobs }) => {
      await post([itemFor('sub-9', 'early')])
      await remember(ctx, { id: 'row-9', subscription_id: 'sub-9', salesperson: berlin, secret: SECRET })
      await remember(ctx, { id: 'row-8', subscription_id: 'sub-8', salesperson: berlin, secret: SECRET })
      const { graph_subscriptions: table } = ctx.db.t
      await ctx.db.q.update(table).set({ status: 'retired' }).where(eq(table.id, 'row-8'))
      await post([itemFor('sub-9', 'late'), itemFor('sub-8', 'retired')])
      const stored = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id)
      expect(stored).toEqual(['late'])
    }))

  test('believes a subscription no more, a second after it was thrown away, that it has believed before', () =>
    receiving(async ({ ctx, berlin, post, jobs, clock }) => {
      await remember(ctx, { id: 'row-8', subscription_id: 'sub-8', salesperson: berlin, secret: SECRET })
      await post([itemFor('sub-8', 'before')])
      const { graph_subscriptions: table } = ctx.db.t
      await ctx.db.q.update(table).set({ status: 'retired' }).where(eq(table.id, 'row-8'))
      clock.advance(1000)
      await post([itemFor('sub-8', 'leaked'), itemFor('sub-1', 'ours')])
      await post([itemFor('sub-8', 'leaked')])
      const stored = (await jobs()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id)
      expect(stored).toEqual(['before', 'ours'])
    }))

  test('stores each lifecycle event once, by its own address alone', () =>
    receiving(async ({ post, jobs, berlin }) => {
      const lifecycle = (event: string) => ({
        ...itemFor('sub-1', 'A'),
        changeType: undefined,
        lifecycleEvent: event,
      })
      const events = ['missed', 'subscriptionRemoved', 'reauthorizationRequired', 'tomorrow', 'missed']
      const { status } = await post(events.map(lifecycle), '/lifecycle')
      const wrong = [itemFor('sub-1', 'A'), { ...lifecycle('missed'), clientState: 'forged' }]
      expect([status, (await post(wrong, '/lifecycle')).status]).toEqual([202, 202])
      const stored = await jobs()
      expect(stored.map(({ kind }) => kind)).toEqual(Array(3).fill('graph_lifecycle'))
      expect(stored[0]!.payload).toMatchObject({ salesperson_id: berlin.id, subscription_id: 'sub-1' })
    }))

  describe('answers by the protocol, and stores nothing', () => {
    const json = (value: unknown) => JSON.stringify({ value })
    const bad: [what: string, body: BodyInit | null, answer: [number, string?]][] = [
      ['neither a token nor a body', null, [400, 'malformed_json']],
      ['an empty body', '', [400, 'malformed_json']],
      ['a body that is not JSON', '{', [400, 'malformed_json']],
      ['a body that is nested without end', '['.repeat(500_000), [400, 'malformed_json']],
      ['a body that is not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), [400, 'malformed_json']],
      ['a text that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), [400, 'notification_malformed']],
      ['a list instead of an object', '[]', [400, 'notification_malformed']],
      ['null', 'null', [400, 'notification_malformed']],
      ['a body without a value', '{}', [400, 'notification_malformed']],
      ['a value that is no list', json({}), [400, 'notification_malformed']],
      ['an empty value', json([]), [202]],
      ['a value of too many items', json(Array(6000).fill({})), [413, 'body_too_large']],
      ['an enormous value', json(['x'.repeat(1_100_000)]), [413, 'body_too_large']],
      ['an unknown subscription', json([itemFor('sub-2', 'A')]), [202]],
      ['a forged secret', json([itemFor('sub-1', 'A', { clientState: 'forged' })]), [202]],
      [
        'no resourceData, and no event in the resource',
        json([itemFor('sub-1', 'A', { resourceData: undefined, resource: 'Users/x' })]),
        [202],
      ],
      ['an unknown change', json([itemFor('sub-1', 'A', { changeType: 'archived' })]), [202]],
    ]
    test('to whatever is no notification, or not genuine, at both addresses', () =>
      receiving(async ({ send, post, jobs }) => {
        const answers: unknown[] = []
        for (const [what, body] of bad) {
          const replies = await Promise.all(['', '/lifecycle'].map((to) => send(body, { to })))
          const said = await Promise.all(replies.map((reply) => reply.text()))
          const [one, other] = replies.map(({ status }, i): [number, string?] =>
            said[i] ? [status, JSON.parse(said[i]).code] : [status],
          )
          expect([what, other]).toEqual([what, one])
          answers.push([what, one])
        }
        expect(answers).toEqual(bad.map(([what, , answer]) => [what, answer]))

        const lifecycle = itemFor('sub-1', 'A', { changeType: undefined, lifecycleEvent: 'missed' })
        expect((await post([lifecycle])).status).toBe(202)
        expect((await post([itemFor('sub-1', 'A')], '/lifecycle')).status).toBe(202)
        expect((await send(json([]), { type: 'text/plain' })).status).toBe(202)
        expect(await jobs()).toEqual([])
      }))

    test('to tokens that are none: 400, and never with a fault of ours', () =>
      receiving(async ({ send, jobs }) => {
        for (const path of ['', '/lifecycle']) {
          for (const token of ['', 'x'.repeat(5000)]) {
            const reply = await send(null, { to: `${path}?validationToken=${token}` })
            expect([reply.status, (await reply.json()).code]).toEqual([400, 'notification_malformed'])
          }
          for (const odd of ['%zz', '%ff', 'a&validationToken=b', 'a%0d%0aset-cookie:b']) {
            const reply = await send(null, { to: `${path}?validationToken=${odd}` })
            expect([200, 400]).toContain(reply.status)
            expect(reply.headers.get('set-cookie')).toBeNull()
          }
        }
        expect(await jobs()).toEqual([])
      }))
  })

  test('remembers when a subscription was last heard of', () =>
    receiving(async ({ ctx, post }) => {
      await post([itemFor('sub-1', 'A')])
      const { graph_subscriptions: table } = ctx.db.t
      const last = async () => (await ctx.db.q.select().from(table))[0]!.last_notification_at_utc?.getTime()
      for (let look = 0; look < 200 && !(await last()); look += 1) await Bun.sleep(5)
      expect(await last()).toBe(ctx.clock.now_ms())
    }))

  test('says 503 when it cannot be stored, and never a 2xx', () =>
    receiving(async ({ ctx, post, jobs }) => {
      await post([itemFor('sub-1', 'before')])
      const enqueue = ctx.db.enqueue
      Object.assign(ctx.db, { enqueue: () => Promise.reject(new Error('the database is gone')) })
      const replies = await Promise.all([1, 2, 3].map((n) => post([itemFor('sub-1', `lost-${n}`)])))
      expect(replies.map(({ status }) => status)).toEqual([503, 503, 503])
      Object.assign(ctx.db, { enqueue })
      expect(await jobs()).toHaveLength(1)
    }))
})
