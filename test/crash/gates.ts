import { inArray } from 'drizzle-orm'
import type { Database, Db } from '../../src/db/database.ts'

/** Where the process is to stand still: by booking, after how many commits of its sagas; with 0, before the first one. */
export type Gates = Map<string, number>

/**
 * The same database, which stands still for ever after the commit that a gate names, and tells so first. A commit
 * counts for a booking when it writes a saga of that booking or a compensation, or tracks what happened to it; also when
 * it replaces the Zoom account of its tenant, or marks its meeting as left. Before the first commit it stands with everything written: what a process does that dies then, nobody has heard of.
 */
export function gated(db: Database, gates: Gates, arrived: (booking_id: string) => void): Database {
  const still = new Set<string>()
  const isWatching = () => gates.size + still.size > 0

  const transaction: Database['transaction'] = async (work) => {
    let written = new Set<string>()
    const result = await db
      .transaction(async (tx) => {
        written = new Set()
        const done = await work(isWatching() ? watched(tx, written) : tx)
        const matters = written.size > 0 && (still.size > 0 || [...gates.values()].includes(0))
        const ids = matters ? await bookingsOf(tx, [...written]) : []
        for (const id of ids) if (gates.get(id) === 0) await stand(id)
        if (ids.some((id) => still.has(id))) throw new Still()
        return done
      })
      .catch((error) => (error instanceof Still ? forEver() : Promise.reject(error)))
    if (isWatching() && written.size > 0) await passOrStand(await bookingsOf(db, [...written]))
    return result
  }

  async function passOrStand(booking_ids: string[]) {
    for (const id of booking_ids) {
      const left = (gates.get(id) ?? 0) - 1
      if (left < 0) continue
      gates.set(id, left)
      if (left > 0) continue
      gates.delete(id)
      await stand(id)
    }
  }

  async function stand(booking_id: string) {
    still.add(booking_id)
    arrived(booking_id)
    await forEver()
  }

  return new Proxy(db, { get: (target, name) => (name === 'transaction' ? transaction : own(target, name)) })
}

/** A booking stands as a whole: where a request has stopped, the worker goes no further with its saga either. */
class Still extends Error {}

function forEver(): Promise<never> {
  return new Promise(() => {})
}

/** The ids that a write of sagas, of compensations, of tracking events or of what a tenant has at Zoom names. */
function watched(tx: Db, written: Set<string>): Db {
  const { sagas, saga_compensations, tracking_events, zoom_meetings, zoom_accounts } = tx.t
  const changed = [sagas, saga_compensations, zoom_meetings].map((one) => Object(one))
  const note = (values: unknown[]) => {
    for (const value of values) if (typeof value === 'string' && value.length === 36) written.add(value)
  }
  const update: Db['q']['update'] = (table) => {
    const builder = tx.q.update(table)
    return changed.includes(Object(table)) ? spied(builder, note) : builder
  }
  const insert: Db['q']['insert'] = (table) => {
    const builder = tx.q.insert(table)
    if (Object(table) !== Object(zoom_accounts)) return builder
    return new Proxy(builder, {
      get: (target, name) => {
        if (name !== 'values') return own(target, name)
        return (row: { tenant_id: string }) => {
          written.add(`${TENANT}${row.tenant_id}`)
          return target.values(row as never)
        }
      },
    })
  }
  const writes: Record<string | symbol, unknown> = { update, insert }
  const q = new Proxy(tx.q, { get: (target, name) => writes[name] ?? own(target, name) })
  const insertAll: Db['insertAll'] = async (table, rows) => {
    const counts = [sagas, tracking_events].some((one) => Object(table) === Object(one))
    if (counts) note(rows.flatMap((row) => Object.values(row)))
    await tx.insertAll(table, rows)
  }
  const changeAll: Db['changeAll'] = (table, changes) => {
    if (Object(table) === Object(sagas)) note(changes.map(({ was }) => was.id))
    return tx.changeAll(table, changes)
  }
  const spies: Record<string | symbol, unknown> = { q, insertAll, changeAll }
  return new Proxy(tx, { get: (target, name) => spies[name] ?? own(target, name) })
}

/** Sets the id of a tenant, all of whose bookings are meant, apart from the tenants that rows of others name. */
const TENANT = 'tenant '

/** Lets a builder of drizzle tell the parameters of its condition. */
function spied<Builder extends object>(builder: Builder, note: (values: unknown[]) => void): Builder {
  return new Proxy(builder, {
    get: (target, name) => {
      const value = own(target, name)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => {
        const next: unknown = value(...given)
        if (name === 'set') return spied(next as object, note)
        if (name === 'where') note((next as { toSQL(): { params: unknown[] } }).toSQL().params)
        return next
      }
    },
  })
}

function own(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function' ? value.bind(target) : value
}

async function bookingsOf({ q, t }: Db, ids: string[]): Promise<string[]> {
  const { sagas, saga_compensations: rows, bookings } = t
  const tenants = ids.flatMap((id) => (id.startsWith(TENANT) ? id.slice(TENANT.length) : []))
  const [ofSagas, ofRows, tracked, ofTenants] = await Promise.all([
    q.select({ id: sagas.booking_id }).from(sagas).where(inArray(sagas.id, ids)),
    q.select({ id: rows.booking_id }).from(rows).where(inArray(rows.id, ids)),
    q.select({ id: bookings.id }).from(bookings).where(inArray(bookings.id, ids)),
    q.select({ id: bookings.id }).from(bookings).where(inArray(bookings.tenant_id, tenants)),
  ])
  return [...new Set([...ofSagas, ...ofRows, ...tracked, ...ofTenants].map((row) => row.id))]
}
