import postgres from 'postgres'
import type { Db } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { onServer, startPostgres } from '../support/postgres.ts'
import { type Extras, serve } from './house.ts'

/** A durable Postgres, Holdfast serving over it in a process of its own, and a tenant with much to book. */
export interface Stage {
  origin: string
  /** The process that serves. */
  pid: number
  db: Db
  /** Where the database is. */
  url: string
  sql: postgres.Sql
  /** Starts that are listed, each with the meeting type it is listed for, in no order. */
  slots: { meeting_type: string; start_at_utc: string }[]
  token_secret: string
  /** Single-row inserts per second that `postgres` alone reaches at ten clients on this server now. */
  rawInserts(for_ms: number): Promise<number>
  stop(): Promise<void>
}

/**
 * Sets the stage: `types` meeting types with two salespersons each, as the demonstration has them. `postgres` are
 * settings of the server.
 */
export async function stage(types: number, extras: Extras & { postgres?: string[] } = {}): Promise<Stage> {
  const server = await startPostgres({ durable: true, settings: extras.postgres })
  await onServer(server.url, 'create database bench')
  const url = `${server.url}/bench`
  const db = await openDatabase({ url })
  await db.migrate()
  await furnish(db, types)
  const token_secret = 'a secret of forty bytes, more or less, ok'
  const sql = postgres(url, { max: 10, onnotice: () => {} })
  await sql`create table raw_inserts (id bigint generated always as identity primary key, name text not null)`
  const holdfast = await serve({ DATABASE_URL: url, TOKEN_SECRET: token_secret }, extras)
  return {
    origin: holdfast.origin,
    pid: holdfast.pid,
    db,
    url,
    sql,
    slots: shuffled(await listed(holdfast.origin, types)),
    token_secret,
    rawInserts: (for_ms) => rawInserts(sql, for_ms),
    stop: async () => {
      await holdfast.stop()
      await sql.end()
      await db.close()
      await server.stop()
    },
  }
}

/** A tenant with so many meeting types. */
export async function furnish(db: Db, types: number): Promise<void> {
  const now = new Date()
  const stamps = { created_at_utc: now, updated_at_utc: now }
  const tenant_id = 'bench'
  const rules = {
    ...{ length_minutes: 30, slot_step_minutes: 30, buffer_before_minutes: 0, buffer_after_minutes: 10 },
    ...{ minimum_notice_minutes: 120, horizon_days: 60, maximum_per_day: 8, hold_minutes: 10 },
    ...{ cancel_notice_minutes: 60, reschedule_notice_minutes: 120 },
  }
  const each = <Row>(count: number, row: (i: number) => Row) =>
    Array.from({ length: count }, (_, i) => row(i))
  await db.q.insert(db.t.tenants).values({
    id: tenant_id,
    slug: 'bench',
    name: 'Bench',
    time_zone: 'Europe/Berlin',
    m365_tenant_id: uuidOf(0),
    branding: {},
    ...stamps,
  })
  await db.insertAll(
    db.t.salespersons,
    each(types * 2, (i) => {
      const email = `s${i}@bench.example`
      const names = {
        id: uuidOf(i),
        slug: `s${i}`,
        name: `Salesperson ${i}`,
        email,
        mailbox: email,
        zoom_user: email,
      }
      return { tenant_id, ...names, time_zone: 'Europe/Berlin', active: true, ...stamps }
    }),
  )
  await db.insertAll(
    db.t.availability_rules,
    each(types * 14, (i) => ({
      salesperson_id: uuidOf(Math.floor(i / 7)),
      weekday: (i % 7) + 1,
      from_minute: 0,
      until_minute: 1440,
    })),
  )
  await db.insertAll(
    db.t.meeting_types,
    each(types, (i) => {
      const names = { id: `m${i}`, slug: `m${i}`, name: 'Introduction', description: '' }
      const others = {
        location: { kind: 'zoom' as const },
        questions: [],
        staffing: 'one' as const,
        active: true,
      }
      return { tenant_id, ...names, ...rules, ...others, ...stamps }
    }),
  )
  await db.insertAll(
    db.t.meeting_type_salespersons,
    each(types * 2, (i) => ({
      meeting_type_id: `m${Math.floor(i / 2)}`,
      salesperson_id: uuidOf(i),
      position: i % 2,
    })),
  )
}

async function listed(origin: string, types: number): Promise<Stage['slots']> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const found: Stage['slots'] = []
  for (let i = 0; i < types; i += 1) {
    const query = `from=${day(1)}&to=${day(59)}&time_zone=Europe/Berlin`
    const answer = await fetch(`${origin}/v1/tenants/bench/meeting-types/m${i}/slots?${query}`)
    const { slots } = (await answer.json()) as { slots: { start_at_utc: string }[] }
    for (const { start_at_utc } of slots) found.push({ meeting_type: `m${i}`, start_at_utc })
  }
  return found
}

/** The id of the salesperson with this number. */
export function uuidOf(i: number): string {
  return `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`
}

/** Fisher and Yates, by chance of the machine: a benchmark need not repeat. */
function shuffled<Item>(items: Item[]): Item[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

async function rawInserts(sql: postgres.Sql, for_ms: number): Promise<number> {
  let rows = 0
  const begun = performance.now()
  const client = async () => {
    while (performance.now() - begun < for_ms) {
      await sql`insert into raw_inserts (name) values (${'one row'})`
      rows += 1
    }
  }
  await Promise.all(Array.from({ length: 10 }, client))
  return (rows * 1000) / (performance.now() - begun)
}
