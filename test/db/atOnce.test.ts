import { expect, test } from 'bun:test'
import type { NewClaim } from '../../src/db/database.ts'
import { refusalOf } from '../../src/db/refusal.ts'
import { onBothDatabases } from '../support/databases.ts'
import { A, B, booking, C, claim, job, minutes, SALESPERSON, tenant } from '../support/rows.ts'

onBothDatabases('the database', (fresh) => {
  test('what is written at once is stored as a whole, or not at all where a claim overlaps', async () => {
    const { db } = await fresh()
    const [one, two] = [booking(A), booking(B)]
    const add = (row: ReturnType<typeof booking>, ...claims: NewClaim[]) =>
      db.atOnce(
        (it) =>
          it.standing({ ...NOTHING, spans: [{ salesperson_id: SALESPERSON, from_ms: 0, until_ms: 1 }] }),
        async (tx, seen) => {
          const [, accepted] = await Promise.all([
            tx.insertAll(db.t.bookings, [row]),
            tx.claim(claims),
            tx.enqueue('outbox_jobs', [job(row.id), job(`${row.id} too`)]),
          ])
          if (accepted.size < claims.length) throw new Error('slot_claims_no_overlap')
          return seen.claims.length
        },
      )
    expect(await add(one, claim('1', A, 0, 60))).toBe(0)
    const error = await add(two, claim('2', B, 90, 120), claim('3', B, 30, 90)).catch((it) => it)
    expect(refusalOf(error)).toBe('overlap')
    expect(refusalOf(await add(one, claim('4', A, 60, 90)).catch((it) => it))).toBe('duplicate')
    const counts = [db.t.bookings, db.t.slot_claims, db.t.outbox_jobs].map((table) => db.q.$count(table))
    expect(await Promise.all(counts)).toEqual([1, 1, 2])
    expect(await add(two, claim('2', B, 90, 120))).toBe(1)
  })

  test('what is claimed at once is refused as a whole where more bookings would begin in a span than may', async () => {
    const { db } = await fresh()
    const add = (id: string, from: number, most: number) =>
      db.atOnce(
        async () => {},
        async (tx) => {
          await Promise.all([
            tx.insertAll(db.t.bookings, [booking(id)]),
            tx.claim([claim(id, id, from, from + 30)]),
          ])
          const span = { salesperson_id: SALESPERSON, from_ms: 0, until_ms: minutes(600).getTime() }
          await tx.limit([{ ...span, most }], minutes(1).getTime())
        },
      )
    await add(A, 0, 1)
    const error = await add(B, 60, 1).catch((it) => it)
    expect(refusalOf(error)).toBe('overlap')
    expect(await db.q.$count(db.t.bookings)).toBe(1)
    // Neither what begins after the span nor a claim that is over takes a place.
    await add(C, 600, 1)
    await db.q.update(db.t.slot_claims).set({ expires_at_utc: minutes(1) })
    await add(B, 60, 1)
    expect(await db.q.$count(db.t.slot_claims)).toBe(3)
  })

  test('how things stand is answered for all that is asked, and for nothing else', async () => {
    const { db } = await fresh()
    await db.q.insert(db.t.tenants).values(tenant())
    await db.q.insert(db.t.bookings).values([booking(A), booking(B)])
    await db.transaction((tx) => tx.claim([claim('1', A, 0, 60), claim('2', B, 100, 160)]))
    const kept = { tenant_id: 't', route: 'holds', body_hash: 'h', status: 201, reply: { said: ['“x”', 1] } }
    const keys = ['one', 'other'].map((key) => ({ key, ...kept, created_at_utc: minutes(0) }))
    await db.q.insert(db.t.idempotency_keys).values(keys)
    const standing = await db.standing({
      spans: [{ salesperson_id: SALESPERSON, from_ms: 0, until_ms: 3_600_000 }],
      ahead: { salesperson_ids: [SALESPERSON, 'none'], from_ms: 60_000, until_ms: 86_400_000 },
      keys: ['one', 'none', 'one'],
      tenant_ids: [tenant().id, 'none'],
    })
    expect(standing.claims).toEqual([
      {
        id: '1',
        booking_id: A,
        salesperson_id: SALESPERSON,
        from_ms: 0,
        until_ms: 3_600_000,
        start_ms: 0,
        expires_ms: null,
      },
    ])
    expect(standing.workloads).toEqual([
      { salesperson_id: SALESPERSON, load: 1, last_ms: 0 },
      { salesperson_id: 'none', load: 0, last_ms: null },
    ])
    expect(standing.replies).toEqual([{ key: 'one', ...kept }])
    expect(standing.tenants).toEqual([{ id: tenant().id, config_revision: 1 }])
    expect(await db.standing(NOTHING)).toEqual({ claims: [], workloads: [], replies: [], tenants: [] })
  })
})

const NOTHING = {
  spans: [],
  ahead: { salesperson_ids: [], from_ms: 0, until_ms: 1 },
  keys: [],
  tenant_ids: [],
}
