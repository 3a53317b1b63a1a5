import { customerAt } from '../support/httpCustomer.ts'
import { onServer, startPostgres } from '../support/postgres.ts'
import { percentile } from './clients.ts'
import { serve } from './house.ts'

const ADMIN = 'the admin key of this benchmark, and of nothing else'
const MOVES = 60
const HOUR_MS = 3_600_000
const WARM_UP = 10

/**
 * How long a booking takes to follow, on an idle system in mock mode: the salesperson moves the event, Outlook tells
 * the receiver, which answers 202, and the booking is updated. Counted from the request that moves the event, so the
 * time from the 202 is less; answers milliseconds, one for each move.
 */
export async function followed(dialect: 'postgres' | 'sqlite'): Promise<{ half: number; most: number }> {
  const server = dialect === 'postgres' ? await startPostgres({ durable: true }) : undefined
  if (server) await onServer(server.url, 'create database bench')
  const place = server && { DATABASE_URL: `${server.url}/bench` }
  const { origin, stop } = await serve({ ...place, ADMIN_API_KEY: ADMIN })
  try {
    const times_ms = await moves(origin)
    return { half: percentile(times_ms, 0.5), most: percentile(times_ms, 0.99) }
  } finally {
    await stop()
    await server?.stop()
  }
}

const KEY = { 'idempotency-key': 'followed' }

/** A call by phone, which no saga follows: the next move finds the booking at rest. */
async function wish(slots: ReturnType<typeof customerAt>['slots']) {
  const [slot] = await slots('call-phone')
  const place = { email: 'ada@example.com', phone: '+4930123456', time_zone: 'Europe/Berlin' }
  const customer = { name: 'Ada', ...place }
  return { meeting_type: 'call-phone', salesperson: 'berlin', start_at_utc: slot!.start_at_utc, customer }
}

async function moves(origin: string): Promise<number[]> {
  const { ask, slots, confirm } = customerAt(origin)
  const key = { 'x-admin-key': ADMIN }
  const admin = '/v1/admin/tenants/acme'
  const { booking_id } = (await ask('POST', '/v1/tenants/acme/holds', await wish(slots), KEY)).body
  await confirm(booking_id)
  const events = '/dev/outlook/berlin/events'
  const [event] = (await ask('GET', events)).body.items
  while ((await ask('GET', `${admin}/graph-subscriptions`, undefined, key)).body.items.length < 2)
    await Bun.sleep(20)

  const times_ms: number[] = []
  for (let nth = 1; nth <= MOVES + WARM_UP; nth += 1) {
    // Long enough that everything is at rest, and in no step with what looks at the table now and then.
    await Bun.sleep(120 + Math.random() * 130)
    const at = (time: string) => new Date(Date.parse(time) + nth * HOUR_MS).toISOString()
    const time = { start_at_utc: at(event.start_at_utc), end_at_utc: at(event.end_at_utc) }
    const begun = performance.now()
    await ask('PATCH', `${events}/${encodeURIComponent(event.event_id)}`, time)
    while (!(await isAt(time.start_at_utc))) await Bun.sleep(1)
    times_ms.push(performance.now() - begun)
  }
  return times_ms.slice(WARM_UP)

  async function isAt(start_at_utc: string): Promise<boolean> {
    const { body } = await ask('GET', `${admin}/bookings/${booking_id}`, undefined, key)
    return body.start_at_utc === start_at_utc
  }
}
