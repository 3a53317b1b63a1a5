import { expect, test } from 'bun:test'
import { asc, eq } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { cron } from '../../src/jobs/cron.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import { Failure } from '../../src/lib/failure.ts'
import { tidy } from '../../src/sync/tidy.ts'
import { onBothDatabases } from '../support/databases.ts'
import { settling } from '../support/outlookWorld.ts'
import { inWorld, type World } from '../support/world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const HERE = 'http://localhost:3000/v1/webhooks/graph'

type Keeping = Awaited<ReturnType<typeof keeping>>

/** A world whose cron can be let run, and what it says of subscriptions at Graph and in our table. */
async function keeping(it: World, worker: Worker) {
  const { ctx, clock, outlook, sync } = it
  const tick = cron(ctx.db, clock, sync.entries)
  const settle = settling(it, worker)
  const { tenant, salespersons } = await it.acme()
  const slugOf = (id: string) => salespersons.get(id)!.slug
  const calls: string[] = []
  for (const name of ['subscribe', 'renew', 'unsubscribe'] as const) {
    const work: (...args: never[]) => Promise<unknown> = outlook[name]
    Object.assign(outlook, {
      [name]: (...args: never[]) => {
        calls.push(name)
        return work(...args)
      },
    })
  }
  return {
    ...it,
    settle,
    calls,
    tenant,
    salesperson: (slug: string) => [...salespersons.values()].find((one) => one.slug === slug)!,
    start: async () => {
      await sync.start()
      await settle()
    },
    /** Lets time go by, a minute at a time as far as cron is concerned, and everything be done that is due then. */
    after: async (ms: number) => {
      clock.advance(ms)
      await tick()
      await settle()
    },
    rows: async () => {
      const { graph_subscriptions: table } = ctx.db.t
      const rows = await ctx.db.q.select().from(table).orderBy(asc(table.created_at_utc), asc(table.id))
      return rows.map((row) => ({ ...row, slug: slugOf(row.salesperson_id) }))
    },
    listed: async () => {
      const all = await outlook.listSubscriptions(tenant.id)
      return all.map(({ resource }) => resource).sort()
    },
    audited: async (happening: string) =>
      (await ctx.db.q.select().from(ctx.db.t.audit_logs)).filter(
        ({ action }) => action === `graph_subscription.${happening}`,
      ),
    jobsOf: async (kind: string) =>
      [
        ...(await ctx.db.q.select().from(ctx.db.t.webhook_jobs)),
        ...(await ctx.db.q.select().from(ctx.db.t.outbox_jobs)),
      ].filter((job) => job.kind === kind),
  }
}

/** The same database; `after` is done when so many looks at a table have been answered, before they are told. */
function lookedAt(db: Database, after: (look: number) => Promise<void>): Database {
  let looks = 0
  const told = async <Rows>(rows: Promise<Rows>) => {
    const answer = await rows
    looks += 1
    await after(looks)
    return answer
  }
  const select = (...fields: unknown[]) => ({
    from: (table: unknown) => ({
      where: (which: unknown) => told(Reflect.apply(db.q.select, db.q, fields).from(table).where(which)),
    }),
  })
  const q = new Proxy(db.q, {
    get: (target, name) => (name === 'select' ? select : Reflect.get(target, name)),
  })
  return { ...db, q }
}

onBothDatabases('subscriptions', (fresh) => {
  const story = (tell: (it: Keeping) => Promise<void>) => async () =>
    inWorld((await fresh()).db, async (it, worker) => tell(await keeping(it, worker)))
  const both = ['users/berlin@acme.example/events', 'users/vancouver@acme.example/events']

  test(
    'are made at the start for every salesperson, each with a secret of its own that is sealed at rest',
    story(async ({ start, rows, listed, ctx, outlook, jobsOf }) => {
      await start()
      expect(await listed()).toEqual(both)
      const made = await rows()
      expect(made.map(({ slug, status }) => `${slug} ${status}`).sort()).toEqual([
        'berlin active',
        'vancouver active',
      ])
      const secrets = await Promise.all(made.map(({ client_state }) => ctx.seal.open(client_state)))
      expect(new Set(secrets).size).toBe(2)
      expect(secrets.every((secret) => secret.length >= 40 && secret.length <= 128)).toBe(true)
      expect(made[0]!.expiration_utc!.getTime() - ctx.clock.now_ms()).toBe(7 * DAY_MS)
      expect(await jobsOf('resync')).toHaveLength(2)
      await start()
      expect(await outlook.listSubscriptions((await rows())[0]!.tenant_id)).toHaveLength(2)
    }),
  )

  test(
    'let notifications in as soon as they are made',
    story(async ({ start, outlook, tenant, settle, jobsOf }) => {
      await start()
      const mailbox = { m365_tenant_id: tenant.id, user: 'berlin@acme.example' }
      outlook.playground.add(mailbox, { subject: 'Lunch', start_ms: 0, end_ms: 1 })
      await settle()
      expect(await jobsOf('graph_notification')).toMatchObject([{ status: 'done' }])
    }),
  )

  test(
    'are renewed at half their life, and not before',
    story(async ({ start, after, rows, calls, ctx }) => {
      await start()
      await after(3 * DAY_MS)
      expect(calls.filter((name) => name === 'renew')).toEqual([])
      await after(DAY_MS / 2 + MINUTE_MS)
      expect(calls.filter((name) => name === 'renew')).toHaveLength(2)
      for (const row of await rows())
        expect(row.expiration_utc!.getTime()).toBeGreaterThan(ctx.clock.now_ms() + 6.9 * DAY_MS)
      await after(MINUTE_MS)
      expect(calls).toHaveLength(4)
    }),
  )

  test(
    'are made anew when they have expired while nobody looked',
    story(async ({ start, after, rows, listed, jobsOf }) => {
      await start()
      const old = (await rows()).map(({ subscription_id }) => subscription_id)
      await after(8 * DAY_MS)
      expect(await listed()).toEqual(both)
      const now = await rows()
      expect(now.map(({ status }) => status)).toEqual(['active', 'active'])
      expect(now.some(({ subscription_id }) => old.includes(subscription_id))).toBe(false)
      expect(await jobsOf('resync')).toHaveLength(4)
    }),
  )

  test(
    'that Graph says are removed come back with another secret, and the mailbox is swept',
    story(async ({ start, settle, rows, listed, outlook, audited, jobsOf }) => {
      await start()
      const [before] = await rows()
      outlook.switches.lifecycle(before!.subscription_id!, 'subscriptionRemoved')
      await settle()
      const [after] = await rows()
      expect(after).toMatchObject({ id: before!.id, status: 'active' })
      expect(after!.subscription_id).not.toBe(before!.subscription_id)
      expect(after!.client_state).not.toBe(before!.client_state)
      expect(await listed()).toEqual(both)
      expect([await audited('gone'), await jobsOf('resync')].map(({ length }) => length)).toEqual([1, 3])
    }),
  )

  test(
    'that vanished without a word are found by listing, and made anew',
    story(async ({ start, after, rows, listed, outlook, tenant }) => {
      await start()
      await outlook.unsubscribe(tenant.id, (await rows())[0]!.subscription_id!)
      await after(HOUR_MS)
      expect(await listed()).toEqual(both)
    }),
  )

  test(
    'are renewed once when Graph asks for it, however often it asks',
    story(async ({ start, settle, rows, outlook, calls, clock }) => {
      await start()
      const [row] = await rows()
      for (let time = 0; time < 3; time += 1) {
        outlook.switches.lifecycle(row!.subscription_id!, 'reauthorizationRequired')
        await settle()
        clock.advance(3 * MINUTE_MS)
      }
      expect(calls.filter((name) => name === 'renew')).toHaveLength(1)
      clock.advance(5 * MINUTE_MS)
      outlook.switches.lifecycle(row!.subscription_id!, 'reauthorizationRequired')
      await settle()
      expect(calls.filter((name) => name === 'renew')).toHaveLength(2)
    }),
  )

  test(
    'are not renewed twice within ten minutes although the first attempt failed',
    story(async ({ start, after, rows, outlook, calls, audited }) => {
      await start()
      const renewals = () => calls.filter((name) => name === 'renew').length
      outlook.switches.failNext(
        2,
        new Failure('retry', 'http_503', 'Graph answers 503', { status: 503 }),
        'renew',
      )
      await after(3.6 * DAY_MS)
      expect(renewals()).toBe(2)
      expect((await rows()).map(({ status }) => status)).toEqual(['failing', 'failing'])
      for (let minute = 1; minute < 9; minute += 1) await after(MINUTE_MS)
      expect(renewals()).toBe(2)
      await after(3 * MINUTE_MS)
      expect(renewals()).toBe(4)
      expect((await rows()).map(({ status, last_error }) => [status, last_error])).toEqual([
        ['active', null],
        ['active', null],
      ])
      expect(await audited('failed')).toHaveLength(2)
    }),
  )

  test(
    'that cannot be renewed because they are gone are made anew at once',
    story(async ({ start, after, rows, outlook, tenant, listed, calls }) => {
      await start()
      await outlook.unsubscribe(tenant.id, (await rows())[0]!.subscription_id!)
      // Not a full hour: nobody lists.
      await after(4 * DAY_MS + MINUTE_MS)
      expect(await listed()).toEqual(both)
      expect(calls.filter((name) => name === 'subscribe')).toHaveLength(3)
    }),
  )

  test(
    'are tried for as long as it takes, each failure in the audit',
    story(async ({ start, after, rows, outlook, audited, listed }) => {
      const denied = new Failure('untouchable', 'ExtensionError', 'subscriptions.create: Graph answers 403', {
        status: 403,
      })
      outlook.switches.failNext(30, denied, 'subscribe')
      await start()
      expect((await rows()).map(({ status }) => status)).toEqual(['failing', 'failing'])
      expect((await rows())[0]!.last_error).toContain('ExtensionError')
      for (let hour = 0; hour < 60 && (await listed()).length < 2; hour += 1) await after(HOUR_MS)
      expect(await listed()).toEqual(both)
      expect(await audited('failed')).toHaveLength(30)
      expect((await rows()).map(({ status, last_error }) => `${status} ${last_error}`)).toEqual([
        'active null',
        'active null',
      ])
    }),
  )

  test(
    'of an attempt whose outcome nobody knew are ended, for their secret is lost',
    story(async ({ start, after, outlook, listed, tenant, rows }) => {
      const { subscribe } = outlook
      const lost = async (...args: Parameters<typeof subscribe>) => {
        await subscribe(...args)
        Object.assign(outlook, { subscribe })
        throw new Failure('retry', 'unreachable', 'Graph cannot be reached')
      }
      Object.assign(outlook, { subscribe: lost })
      await start()
      await after(HOUR_MS)
      expect(await listed()).toEqual(both)
      const known = (await rows()).map(({ subscription_id }) => subscription_id)
      const there = await outlook.listSubscriptions(tenant.id)
      expect(there.every(({ subscription_id }) => known.includes(subscription_id))).toBe(true)
    }),
  )

  test(
    'that nobody knows are ended when they post to us, and left alone when they post elsewhere',
    story(async ({ start, after, outlook, tenant, audited }) => {
      await start()
      const mailbox = { m365_tenant_id: tenant.id, user: 'berlin@acme.example' }
      const wish = { client_state: 'x', expiration_ms: Number.MAX_SAFE_INTEGER }
      const stray = await outlook.subscribe(mailbox, { ...wish, notification_url: HERE, lifecycle_url: HERE })
      const there = 'https://staging.example/v1/webhooks/graph'
      const other = await outlook.subscribe(mailbox, {
        ...wish,
        notification_url: there,
        lifecycle_url: there,
      })
      const busy = new Failure('retry', 'http_503', 'Graph answers 503', { status: 503 })
      outlook.switches.failNext(1, busy, 'listSubscriptions')
      outlook.switches.failNext(1, busy, 'unsubscribe')
      await after(HOUR_MS)
      while ((await audited('stray_removed')).length === 0) await after(10 * MINUTE_MS)
      const ids = (await outlook.listSubscriptions(tenant.id)).map(({ subscription_id }) => subscription_id)
      expect(ids).not.toContain(stray.subscription_id)
      expect(ids).toContain(other.subscription_id)
      expect(ids).toHaveLength(3)
      const failed = (await audited('failed')).map(({ detail }) => detail.attempt)
      expect(failed).toEqual(['list', 'end'])
      expect(await audited('stray_removed')).toMatchObject([
        { subject: `tenant:${tenant.id}`, detail: { subscription_id: stray.subscription_id } },
      ])
    }),
  )

  test(
    'that are written down while strays are looked for are not taken for strays',
    story(async ({ start, listed, rows, ctx, tenant }) => {
      await start()
      const { graph_subscriptions: table } = ctx.db.t
      const { id, subscription_id } = (await rows())[0]!
      const write = (change: { subscription_id: string | null }) =>
        ctx.db.q.update(table).set(change).where(eq(table.id, id))
      await write({ subscription_id: null })
      // The first look comes before Graph lists, the second after it.
      const db = lookedAt(ctx.db, async (look) => void (look === 2 && (await write({ subscription_id }))))
      await tidy({ ...ctx, db }, tenant.id, tenant.id)
      expect(await listed()).toEqual(both)
    }),
  )

  test(
    'of those who take no bookings any more are retired, and come back with them',
    story(async ({ start, after, rows, listed, ctx, salesperson }) => {
      await start()
      const set = async (active: boolean) => {
        const { salespersons, tenants } = ctx.db.t
        await ctx.db.q
          .update(salespersons)
          .set({ active })
          .where(eq(salespersons.id, salesperson('berlin').id))
        await ctx.db.q.update(tenants).set({ config_revision: active ? 101 : 100 })
      }
      await set(false)
      await after(MINUTE_MS)
      expect(await listed()).toEqual([both[1]!])
      await set(true)
      await after(MINUTE_MS)
      expect(await listed()).toEqual(both)
      expect((await rows()).map(({ slug, status }) => `${slug} ${status}`).sort()).toEqual([
        'berlin active',
        'berlin retired',
        'vancouver active',
      ])
    }),
  )

  test(
    'move along with the mailbox',
    story(async ({ start, after, listed, ctx, salesperson }) => {
      await start()
      const { salespersons, tenants } = ctx.db.t
      const mailbox = 'hamburg@acme.example'
      await ctx.db.q
        .update(salespersons)
        .set({ mailbox })
        .where(eq(salespersons.id, salesperson('berlin').id))
      await ctx.db.q.update(tenants).set({ config_revision: 100 })
      await after(MINUTE_MS)
      expect(await listed()).toEqual(['users/hamburg@acme.example/events', both[1]!])
    }),
  )

  test(
    'whose secret can no longer be read are replaced at the next start',
    story(async ({ start, ctx, rows, listed }) => {
      await start()
      const { graph_subscriptions: table } = ctx.db.t
      await ctx.db.q.update(table).set({ client_state: 'sealed with a key that is gone' })
      await start()
      expect(await listed()).toEqual(both)
      const living = (await rows()).filter(({ status }) => status === 'active')
      expect(living).toHaveLength(2)
      for (const { client_state } of living) await ctx.seal.open(client_state)
    }),
  )

  test(
    'tell of what was missed, and the mailbox is swept',
    story(async ({ start, settle, rows, outlook, jobsOf }) => {
      await start()
      outlook.switches.lifecycle((await rows())[0]!.subscription_id!, 'missed')
      await settle()
      expect(await jobsOf('graph_lifecycle')).toMatchObject([{ status: 'done' }])
      expect(await jobsOf('resync')).toHaveLength(3)
    }),
  )
})
