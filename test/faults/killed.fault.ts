import { describe, expect, test } from 'bun:test'
import { markOf } from '../simulators/zoomWorld.ts'
import { call, emptyFolder, type Running, start } from '../support/binary.ts'
import { DIALECTS, type Dialect, freshCopy } from '../support/databases.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { M365_TENANT, SECRETS } from '../support/realHouse.ts'
import { simulated } from '../support/simulated.ts'
import { readMessage } from '../support/smtpServer.ts'
import { tokenIn } from '../support/world.ts'

const CUSTOMERS = 100
/** Customers come one after the other for so long, and for so long the process is killed. */
const RUSH_MS = 20_000
/** How long a process lives at the most before it is killed. */
const LONGEST_LIFE_MS = 1200
const LEAST_KILLS = 6
/** Providers answer as slowly as real ones, so that most kills meet a request under way. */
const LATENCY_MS = 30
/** A job of a process that died is taken up again within two minutes, and a booking is two of them. */
const LIMIT_MS = 420_000

describe('the binary, killed at random while a hundred customers book', () => {
  for (const dialect of DIALECTS)
    test.concurrent(
      `leaves one event, one meeting and one letter for each (${dialect})`,
      async () => {
        const stage = await staged(dialect)
        const [booked, kills] = await Promise.all([rush(stage), killAtRandom(stage)])
        expect(kills).toBeGreaterThanOrEqual(LEAST_KILLS)
        const ids = booked.map(({ booking_id }) => booking_id)
        expect(new Set(ids).size).toBe(CUSTOMERS)
        await Promise.all(ids.map((id) => confirmed(stage, id)))

        const events = livingEvents(stage)
        const meetings = [...stage.zoom.world.meetings.values()].map(({ agenda }) => markOf(agenda))
        for (const { booking_id, email } of booked) {
          const marks = stage.graph.marks()[booking_id]
          expect({
            booking_id,
            events: events.filter((mark) => mark === booking_id).length,
            events_ever: marks?.created,
            meetings: meetings.filter((mark) => mark === booking_id).length,
            meetings_ever: stage.zoom.world.created.get(booking_id),
            invitations: invitationsTo(stage, email),
            letters: new Set(stage.letters(email).map(({ message }) => idOf(message))).size,
          }).toEqual({
            booking_id,
            events: 1,
            events_ever: 1,
            meetings: 1,
            meetings_ever: 1,
            invitations: 1,
            letters: 1,
          })
        }
        expect([events.length, meetings.length]).toEqual([CUSTOMERS, CUSTOMERS])
        for (const list of ['outbox-jobs?status=dead', 'webhook-jobs?status=dead', 'follow-ups'])
          expect((await asAdmin(stage, 'GET', list)).body.items).toEqual([])
        await stage.end()
      },
      LIMIT_MS,
    )
})

type Stage = Awaited<ReturnType<typeof staged>>

/** The binary over a database with the demonstration tenant, between simulators. */
async function staged(dialect: Dialect) {
  const providers = await simulated()
  for (const { latency } of [providers.graph, providers.zoom]) latency(LATENCY_MS)
  const where = {
    folder: emptyFolder(),
    env: {
      ...SECRETS,
      ...providers.env,
      ...(dialect === 'postgres' ? { DATABASE_URL: (await freshCopy('empty')).url } : {}),
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'silent',
    },
  }
  await call(['migrate'], where)
  await call(['seed'], where)
  let running = await start([], where)
  const { port } = running
  const stage = {
    ...providers,
    /** The same port in each life. */
    url: running.url,
    kill: async () => {
      running.child.kill('SIGKILL')
      await running.child.exited
      running = await start([], { ...where, env: { ...where.env, PORT: String(port) } })
    },
    end: async () => {
      await running.stop('SIGKILL')
      await providers.stop()
    },
  }
  await asAdmin(stage, 'PATCH', '', { m365_tenant_id: M365_TENANT })
  return stage
}

/** Kills and starts again until the rush is over, and on a busy machine often enough; answers how often. */
async function killAtRandom(stage: Stage): Promise<number> {
  const until_ms = performance.now() + RUSH_MS
  for (let kills = 0; ; kills += 1) {
    if (performance.now() > until_ms && kills >= LEAST_KILLS) return kills
    await Bun.sleep(Math.random() * LONGEST_LIFE_MS)
    await stage.kill()
  }
}

/** A hundred customers, each with a time of their own, who come one after the other and do not give up. */
async function rush(stage: Stage) {
  const slots = apart(await heard(() => customerAt(stage.url).slots()))
  expect(slots.length).toBeGreaterThanOrEqual(CUSTOMERS)
  return Promise.all(
    slots.slice(0, CUSTOMERS).map(async (slot, i) => {
      await Bun.sleep((i * RUSH_MS) / CUSTOMERS)
      const email = `customer-${i}@example.com`
      return { email, booking_id: await book(stage, slot, email) }
    }),
  )
}

const HOUR_MS = 3_600_000

/** Slots that do not stand in each other's way. */
function apart<Slot extends { start_at_utc: string }>(slots: Slot[]): Slot[] {
  let free_ms = 0
  return slots.filter(({ start_at_utc }) => {
    const start_ms = Date.parse(start_at_utc)
    if (start_ms < free_ms) return false
    free_ms = start_ms + HOUR_MS
    return true
  })
}

/** Holds, waits for the letter and follows its link. */
async function book(stage: Stage, slot: { start_at_utc: string }, email: string): Promise<string> {
  const { hold, ask } = customerAt(stage.url, email)
  const held = await heard(() => hold(slot, email))
  expect([held.status, held.body.code]).toEqual([201, undefined])
  const token = await linkTo(stage, email)
  const answer = await heard(() => ask('POST', '/v1/bookings/confirm', { token }))
  // Whose first answer was lost is told that the link has done its work.
  if (answer.status !== 409) expect([200, 202]).toContain(answer.status)
  else expect(answer.body.code).toBe('token_used')
  return held.body.booking_id
}

/** The token of the letter, once it has come. */
async function linkTo(stage: Stage, email: string): Promise<string> {
  for (;;) {
    const tokens = stage.letters(email).map((letter) => tokenIn(letter, 'verify'))
    const found = tokens.find((token) => token !== 'no token')
    if (found !== undefined) return found
    await Bun.sleep(250)
  }
}

/** Asks until it is answered, as a customer does who finds the service away for a moment. */
async function heard<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined && !isAway(answer)) return answer
    await Bun.sleep(50)
  }
}

function isAway(answer: unknown): boolean {
  const { status, body } = answer as { status?: number; body?: { code?: string } }
  return status === 503 || body?.code === 'idempotency_in_progress'
}

function asAdmin({ url }: Pick<Running, 'url'>, method: string, path: string, body?: unknown) {
  const at = `/v1/admin/tenants/acme${path === '' ? '' : `/${path}`}`
  return customerAt(url).ask(method, at, body, { 'x-admin-key': SECRETS.ADMIN_API_KEY })
}

async function confirmed(stage: Stage, booking_id: string): Promise<void> {
  for (;;) {
    const { body } = await heard(() => asAdmin(stage, 'GET', `bookings/${booking_id}`))
    if (body.status === 'confirmed' && body.saga_id === null) return
    expect(['held', 'confirming', 'confirmed']).toContain(body.status)
    await Bun.sleep(500)
  }
}

function livingEvents({ graph }: Stage): (string | undefined)[] {
  return [...graph.world.mailboxes.values()].flatMap(({ events }) =>
    [...events.values()]
      .filter((event) => !event.copy_of && !event.is_cancelled)
      .map((event) => event.properties[0]?.value),
  )
}

function invitationsTo({ graph }: Stage, email: string): number {
  return graph.world.mails.filter((mail) => mail.to === email && mail.kind === 'invitation').length
}

/** What a mailbox knows a letter by: the same letter handed over twice is one. */
function idOf(message: string): string | undefined {
  return readMessage(message).headers.get('message-id')
}
