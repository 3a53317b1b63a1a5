import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { retryAllDead } from '../../src/jobs/retry.ts'
import { Failure } from '../../src/lib/failure.ts'
import type { Outlook } from '../../src/outlook/outlook.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { resolveFollowUp } from '../../src/tenants/followUp.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World } from '../support/world.ts'

const noAnswer = () => new Failure('retry', 'deadline', 'No answer')
const refused = (code: string) => new Failure('permanent', code, 'No', { status: 400 })

onBothDatabases('a confirmation that gives up', (fresh) => {
  const story = async (tell: (they: ReturnType<typeof customer>, it: World) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, (it, worker) => tell(customer(it, worker), it))
  }

  test('takes back what it made, the last first, and frees the time at once', () =>
    story(async (ada, { outlook, zoom }) => {
      const held = await ada.hold()
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'create')
      const booking = await ada.confirm(held)
      expect(booking).toMatchObject({ status: 'failed', saga_id: null })
      expect(zoom.meetings()).toEqual([])
      expect(await ada.claims()).toEqual([])
      expect(await ada.compensations(booking.id)).toMatchObject([{ step: 'zoom_meeting', state: 'done' }])
    }))

  test('searches for what an attempt of unknown outcome may have made, and takes that back too', () =>
    story(async (ada, { ctx, outlook, zoom, clock }) => {
      ctx.zoom_lag_ms = 5000
      const held = await ada.hold()
      let made_ms = 0
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          made_ms = clock.now_ms()
          await zoom.create(account, draft)
          throw noAnswer()
        },
        // Until all attempts are used up.
        findByMark: async (account, user, id) => {
          if ((await ada.booking(held.booking_id)).status === 'confirming') throw noAnswer()
          return clock.now_ms() - made_ms < 4000 ? undefined : zoom.findByMark(account, user, id)
        },
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed' })
      expect(zoom.meetings()).toEqual([])
      expect(outlook.mails).toEqual([])
      const [row] = await ada.compensations(held.booking_id)
      expect(row).toMatchObject({ step: 'zoom_meeting', state: 'done' })
      expect(row!.reason).toStartWith('deadline')
    }))

  test('cancels an event that a first attempt may have made, although the second was refused', () =>
    story(async (ada, { ctx, outlook }) => {
      const held = await ada.hold('call-phone')
      const { create } = outlook
      let attempts = 0
      ctx.outlook = {
        ...outlook,
        create: async (mailbox, draft) => {
          attempts += 1
          if (attempts > 1) throw refused('ErrorAccessDenied')
          await create(mailbox, draft)
          throw noAnswer()
        },
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed' })
      expect(await ada.events()).toEqual([])
      expect(await ada.compensations(held.booking_id)).toMatchObject([
        { step: 'outlook_event', state: 'done' },
      ])
    }))

  test('asks a person when a step cannot be taken back, and goes on with the next', () =>
    story(async (ada, { ctx, outlook, zoom }) => {
      const held = await ada.hold('intro-zoom')
      ctx.outlook = leavesBehind({ ...outlook })
      const booking = await ada.confirm(held)
      expect(booking).toMatchObject({ status: 'failed', saga_id: null })
      expect(await ada.compensations(booking.id)).toMatchObject([
        { step: 'outlook_event', state: 'dead', attempts: 1, last_error: 'ErrorAccessDenied: No' },
        { step: 'zoom_meeting', state: 'done' },
      ])
      expect(zoom.meetings()).toEqual([])
      expect(await ada.saga(booking.id)).toMatchObject({ status: 'stuck' })
      const kinds = (await ada.followUps()).map((one) => one.kind)
      expect(kinds).toContain('compensation_dead')
    }))

  test('can be confirmed again with the same code while the hold lives, as a new revision', () =>
    story(async (ada, { outlook, zoom }) => {
      const held = await ada.hold()
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'create')
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed', revision: 1 })
      const booking = await confirmAgain(ada, held)
      expect(booking).toMatchObject({ status: 'confirmed', revision: 2 })
      expect(zoom.meetings()).toHaveLength(1)
      expect(await ada.events()).toHaveLength(1)
      expect(await ada.claims()).toMatchObject([{ expires_at_utc: null }])
    }))

  test('cannot be confirmed again once somebody else has the time', () =>
    story(async (ada, { outlook, desk }) => {
      const held = await ada.hold()
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'create')
      await ada.confirm(held)
      await ada.hold('intro-zoom', held.start_at_utc)
      const { booking_id, code } = held
      expect(desk.confirm({ booking_id, code })).rejects.toMatchObject({ code: 'slot_taken' })
    }))

  test('does not put the code back once the hold is over', () =>
    story(async (ada, { outlook, ctx, clock }) => {
      const held = await ada.hold()
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'create')
      // Zoom cannot delete for a quarter of an hour.
      let tries = 0
      ctx.zoom = {
        ...ctx.zoom,
        delete: async () => {
          tries += 1
          if (tries === 1)
            throw new Failure('retry', 'zoom_meeting_running', 'It runs', { retry_after_ms: 900_000 })
        },
      }
      const before_ms = clock.now_ms()
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed', verify_token_jti: null })
      expect(clock.now_ms() - before_ms).toBeGreaterThanOrEqual(900_000)
    }))

  test('invites nobody twice when the event that stayed behind serves the next confirmation', () =>
    story(async (ada, { ctx, outlook, zoom }) => {
      const held = await ada.hold()
      const real = { ...outlook }
      ctx.outlook = leavesBehind(real)
      await ada.confirm(held)
      expect(await ada.events()).toHaveLength(1)
      ctx.outlook = real
      const booking = await confirmAgain(ada, held)
      expect(booking).toMatchObject({ status: 'confirmed', revision: 2 })
      const [event, ...more] = await ada.events()
      expect(more).toEqual([])
      expect(event!.body).toContain(booking.join_url!)
      expect(outlook.mails.filter((mail) => mail.kind === 'invited')).toHaveLength(1)
      expect(zoom.meetings()).toHaveLength(1)
    }))

  test('a dead compensation that an admin retries is tried again, but never against a booking that lives', () =>
    story(async (ada, { ctx, outlook }) => {
      const held = await ada.hold()
      const real = { ...outlook }
      ctx.outlook = leavesBehind(real)
      await ada.confirm(held)
      ctx.outlook = real
      await confirmAgain(ada, held)
      await retryDead(ctx)
      await ada.settle()
      expect(await ada.events()).toHaveLength(1)
      const rows = await ada.compensations(held.booking_id)
      expect(rows.map((row) => row.state)).toEqual(['done', 'done'])
    }))

  test('two dead compensations that an admin retries at once are both tried again, one after the other', () =>
    story(async (ada, { ctx, outlook, zoom }) => {
      const held = await ada.hold()
      const real = { outlook: { ...outlook }, zoom: { ...zoom } }
      ctx.outlook = leavesBehind(real.outlook)
      ctx.zoom = { ...zoom, delete: () => Promise.reject(refused('zoom_scopes_missing')) }
      const { id } = await ada.confirm(held)
      const states = async () => (await ada.compensations(id)).map(({ step, state }) => [step, state])
      expect(await states()).toEqual([
        ['outlook_event', 'dead'],
        ['zoom_meeting', 'dead'],
      ])
      Object.assign(ctx, real)
      await retryAllDead(ctx.db, ctx.clock, 'outbox_jobs', { kind: 'compensate' })
      await ada.settle()
      expect([await ada.events(), zoom.meetings()]).toEqual([[], []])
      expect(await states()).toEqual([
        ['outlook_event', 'done'],
        ['zoom_meeting', 'done'],
      ])
      expect(await ada.saga(id)).toMatchObject({ status: 'undone' })
    }))

  test('what an admin retries in vain is dead again, and asks a person once more when the first asking is resolved', () =>
    story(async (ada, { ctx, outlook }) => {
      const held = await ada.hold()
      ctx.outlook = leavesBehind({ ...outlook })
      const { id } = await ada.confirm(held)
      const asked = async () => (await ada.followUps()).filter(({ kind }) => kind === 'compensation_dead')
      const [first] = await asked()
      await resolveFollowUp(ctx.db, ctx, { tenant_id: first!.tenant_id, id: first!.id, actor: SYSTEM })
      await retryAllDead(ctx.db, ctx.clock, 'outbox_jobs', { kind: 'compensate' })
      await ada.settle()
      expect(await ada.compensations(id)).toMatchObject([
        { step: 'outlook_event', state: 'dead', attempts: 2 },
        { step: 'zoom_meeting', state: 'done' },
      ])
      expect(await ada.saga(id)).toMatchObject({ status: 'stuck' })
      expect(await asked()).toHaveLength(2)
    }))
})

/** Events are made and their answers lost for good; then they cannot be canceled. */
function leavesBehind(real: Outlook): Outlook {
  return {
    ...real,
    create: async (mailbox, draft) => {
      await real.create(mailbox, draft)
      throw noAnswer()
    },
    cancel: async () => {
      throw refused('ErrorAccessDenied')
    },
  }
}

async function confirmAgain(ada: ReturnType<typeof customer>, held: { booking_id: string; code: string }) {
  const before = await ada.booking(held.booking_id)
  expect(before).toMatchObject({ status: 'failed', saga_id: null })
  expect(before.verify_token_jti).not.toBeNull()
  return ada.confirm(held)
}

async function retryDead({ db }: World['ctx']) {
  const { outbox_jobs: jobs } = db.t
  await db.q
    .update(jobs)
    .set({ status: 'pending', attempts: 0, finished_at_utc: null })
    .where(eq(jobs.status, 'dead'))
}
