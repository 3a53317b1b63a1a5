import { eq, inArray } from 'drizzle-orm'
import { codeOf } from '../../src/booking/proof/code.ts'
import { nonces } from '../../src/booking/proof/nonce.ts'
import { type Purpose, tokens } from '../../src/booking/proof/token.ts'
import type { Database } from '../../src/db/database.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import type { ZoomCredentials } from '../../src/tenants/zoomAccount.ts'
import type { GraphSimulator } from '../simulators/graph.ts'
import type { Case } from './cases.ts'
import type { House } from './house.ts'
import { happen } from './news.ts'
import {
  ADMIN_KEY,
  HOUR_MS,
  ISSUER,
  MOVED_MS,
  NEW_ZOOM,
  START_MS,
  slugOf,
  TOKEN_SECRET,
  tenantOf,
} from './scene.ts'

interface Answer {
  status: number
  body: { booking_id?: string; code?: string }
}

/** What people do to a house from outside. */
export function people(house: House, db: Database, { hands }: GraphSimulator) {
  const bookings = new Map<string, string>()
  const answers = new Map<string, Answer | Error>()
  const idOf = ({ slug }: Case) => bookings.get(slug) ?? ''
  const rowOf = async (one: Case) => {
    const [row] = await db.q
      .select()
      .from(db.t.bookings)
      .where(eq(db.t.bookings.id, idOf(one)))
    return row!
  }
  const proofOf = remembered(async (one: Case) => (await rowOf(one)).verify_token_jti!)
  const linkOf = links(idOf, proofOf)
  const send = async (path: string, body: unknown, headers = {}, method = 'POST'): Promise<Answer> => {
    const reply = await fetch(`${house.url()}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: reply.status, body: (await reply.json()) as Answer['body'] }
  }

  const hold = async (one: Case) => {
    const customer = {
      name: 'Ada',
      email: `ada-${one.slug}@example.com`,
      phone: '+4930123456',
      time_zone: 'UTC',
    }
    const { status, body } = await send(
      `/v1/tenants/${tenantOf(one).slug}/holds`,
      {
        meeting_type: slugOf(one.story.location),
        start_at_utc: new Date(START_MS).toISOString(),
        salesperson: one.slug,
        customer,
      },
      { 'idempotency-key': one.slug },
    )
    if (status !== 201) throw new Error(`${one.slug} could not be held: ${status} ${JSON.stringify(body)}`)
    bookings.set(one.slug, body.booking_id!)
  }
  const confirm = async (one: Case) => send('/v1/bookings/confirm', { token: await linkOf.verify(one) })
  const confirm_by_code = async (one: Case) => {
    const code = codeOf(TOKEN_SECRET, idOf(one), await proofOf(one))
    return send('/v1/bookings/confirm', { booking_id: idOf(one), code })
  }
  const move = async (one: Case) => {
    const to = { token: await linkOf.reschedule(one), start_at_utc: new Date(MOVED_MS).toISOString() }
    return patiently(() => send('/v1/bookings/reschedule', to, { 'idempotency-key': `move-${one.slug}` }))
  }
  const cancel = async (one: Case) =>
    send('/v1/bookings/cancel', { token: await linkOf.cancel(one), reason: 'ill' })
  const cancel_as_admin = (one: Case) =>
    send(
      `/v1/admin/tenants/${tenantOf(one).slug}/bookings/${idOf(one)}/cancel`,
      { reason: 'ill' },
      { 'x-admin-key': ADMIN_KEY },
    )
  /** By the button of the page. */
  const restore = async (one: Case) => {
    const path = `/${tenantOf(one).slug}/booking/undo?token=${await linkOf.show(one)}`
    const nonce = nonces({ code_secret: TOKEN_SECRET, clock: systemClock }).make('undo', idOf(one))
    return patiently(async () => {
      const body = new URLSearchParams({ nonce })
      const { status } = await fetch(house.url() + path, { method: 'POST', body, redirect: 'manual' })
      return { status, body: status === 503 ? { code: 'calendar_unavailable' } : {} }
    })
  }
  const enter =
    ({ account_id, client_id, client_secret }: ZoomCredentials) =>
    async (one: Case) => {
      const path = `/v1/admin/tenants/${tenantOf(one).slug}/zoom-account`
      const body = { account_id, client_id, client_secret }
      const answer = await send(path, body, { 'x-admin-key': ADMIN_KEY }, 'PUT')
      if (answer.status !== 200) throw new Error(`${one.slug}: ${JSON.stringify(answer)}`)
      return answer
    }
  /** By an admin who does not enter anew what stands already. */
  const replace_zoom = async (one: Case): Promise<Answer> => {
    const { zoom_accounts: accounts } = db.t
    const ours = eq(accounts.tenant_id, tenantOf(one).id)
    const [row] = await db.q.select().from(accounts).where(ours)
    return row?.account_id === NEW_ZOOM.account_id ? { status: 200, body: {} } : enter(NEW_ZOOM)(one)
  }
  const news = async (one: Case): Promise<Answer> => {
    await happen(db, hands, one, idOf(one))
    return { status: 202, body: {} }
  }

  const acts = {
    ...{ confirm, confirm_by_code, move, cancel, cancel_as_admin, restore, replace_zoom },
    ...{ moved: news, deleted: news, declined: news, outlived: news },
  }
  return {
    idOf,
    hold,
    confirm,
    cancel,
    enter,
    /** Never rejects: who is cut off has no answer. */
    act: async (one: Case): Promise<void> => {
      answers.set(one.slug, await acts[one.story.act](one).catch((error: Error) => error))
    },
    wasHeard: ({ slug }: Case) => !(answers.get(slug) instanceof Error),
    answerTo: ({ slug }: Case) => {
      const answer = answers.get(slug)
      return answer instanceof Error ? answer.message : JSON.stringify(answer)
    },
    rows: async (cases: Case[]) =>
      db.q
        .select()
        .from(db.t.bookings)
        .where(inArray(db.t.bookings.id, cases.map(idOf))),
  }
}

/** The links of a customer's letters and page, the same each time they are asked for. */
function links(idOf: (one: Case) => string, proofOf: (one: Case) => Promise<string>) {
  const { sign } = tokens({
    secret: TOKEN_SECRET,
    issuer: ISSUER,
    clock: systemClock,
    entropy: systemEntropy,
  })
  const link = (purpose: Purpose) =>
    remembered(async (one: Case) => {
      const wish = {
        tenant_id: tenantOf(one).id,
        booking_id: idOf(one),
        purpose,
        expires_at_ms: Date.now() + HOUR_MS,
      }
      const jti = purpose === 'verify' ? await proofOf(one) : undefined
      return (await sign({ ...wish, jti })).token
    })
  return {
    verify: link('verify'),
    cancel: link('cancel'),
    reschedule: link('reschedule'),
    show: link('show'),
  }
}

function remembered(make: (one: Case) => Promise<string>): (one: Case) => Promise<string> {
  const made = new Map<Case, string>()
  return async (one) => {
    const text = made.get(one) ?? (await make(one))
    made.set(one, text)
    return text
  }
}

/** Tokens are withdrawn from under others here; a customer who is told to try again does. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask()
    if (answer.body.code !== 'calendar_unavailable' || tries === 5) return answer
  }
}
