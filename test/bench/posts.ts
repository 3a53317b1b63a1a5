import type { Db } from '../../src/db/database.ts'
import { sealer } from '../../src/lib/seal.ts'
import { post } from './clients.ts'
import { uuidOf } from './stage.ts'

/** The key by which the secrets of the subscriptions here are sealed; a setting of the process that opens them. */
export const SEAL_KEY = 'a seal key of forty bytes, more or less, ok'

const SUBSCRIPTIONS = 20
const SECRET = 'the secret of a subscription, as long as ours are'

/** Gives the first salespersons a subscription each, with a sealed secret. */
export async function subscribeAll(db: Db): Promise<void> {
  const now = new Date()
  const client_state = await sealer({ key: SEAL_KEY }).seal(SECRET)
  await db.insertAll(
    db.t.graph_subscriptions,
    Array.from({ length: SUBSCRIPTIONS }, (_, i) => ({
      id: `bench-${i}`,
      tenant_id: 'bench',
      salesperson_id: uuidOf(i),
      subscription_id: uuidOf(i),
      resource: `users/s${i}@bench.example/events`,
      client_state,
      granted_at_utc: now,
      expiration_utc: new Date(now.getTime() + 7 * 86_400_000),
      status: 'active' as const,
      created_at_utc: now,
      updated_at_utc: now,
    })),
  )
}

let made = 0

/** One notification as Graph posts it, ready for the wire, of an event that nobody has heard of before. */
export function notification(origin: string): string {
  made += 1
  const texts = textsFor(origin)
  return texts[made % SUBSCRIPTIONS]!.replaceAll(NUMBER, String(made).padStart(NUMBER.length, '0'))
}

/** Where the number of the event stands in a text. */
const NUMBER = '############'
const texts = new Map<string, string[]>()

/** A text for each subscription: whoever sends them is not to cost more than whoever takes them. */
function textsFor(origin: string): string[] {
  const there =
    texts.get(origin) ?? Array.from({ length: SUBSCRIPTIONS }, (_, i) => textOf(origin, uuidOf(i)))
  texts.set(origin, there)
  return there
}

function textOf(origin: string, subscriptionId: string): string {
  const id = `AAMkAGUwNjQ4ZjIxLTQ3Y2YtNDViMi1iZjc4LTMzNDJmYTFlZTFlZgBGAAAAAAD${NUMBER}`
  const resource = `Users/ddfcd489-628b-40d7-b48b-57002df800e5/Events/${id}`
  const item = {
    subscriptionId,
    subscriptionExpirationDateTime: '2026-12-07T08:00:00.0000000+00:00',
    changeType: 'updated',
    resource,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Event',
      '@odata.id': resource,
      '@odata.etag': 'W/"DwAAABYAAABHAAJ7Iq8dRbZ3ZXJ0"',
      id,
    },
    clientState: SECRET,
    tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
  }
  return post(`${origin}/v1/webhooks/graph`, { value: [item] })
}
