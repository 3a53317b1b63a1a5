import { expect, test } from 'bun:test'
import { desc, eq, sql } from 'drizzle-orm'
import { statementsOf as postgresStatements } from '../../src/db/postgres/queueStatements.ts'
import { statementsOf as sqliteStatements } from '../../src/db/sqlite/queueStatements.ts'
import { is } from '../../src/jobs/status.ts'
import { type Fresh, onBothDatabases } from '../support/databases.ts'
import { put, testKind, workOff } from '../support/jobs.ts'
import { raw } from '../support/raw.ts'

const ROWS = 1_000_000

onBothDatabases('a million finished jobs', (fresh, dialect) => {
  test('are nothing to the statements of the loop: each walks an index that holds only what it needs', async () => {
    const { db, place } = await fresh()
    await fill(place)
    const plan = (statement: string, params: unknown[]) =>
      db.explain({ toSQL: () => ({ sql: statement, params }) })
    const plans = dialect === 'postgres' ? await postgresPlans(plan) : await sqlitePlans(plan)
    expect(plans.exchange).toContain('outbox_jobs_due')
    expect(plans.lanes).toContain('outbox_jobs_due')
    expect(plans.overdue).toContain('outbox_jobs_leased')
    for (const [name, text] of Object.entries(plans))
      expect([name, text.match(/Seq Scan on outbox_jobs|SCAN (outbox_jobs|j|r)\b(?! USING)/)?.[0]]).toEqual([
        name,
        undefined,
      ])
    const { outbox_jobs } = db.t
    const dead = db.q.select().from(outbox_jobs).where(is.dead).orderBy(desc(outbox_jobs.id))
    expect(await db.explain(dead)).toContain('outbox_jobs_dead')
    const waiting = db.q.select({ count: sql`count(*)` }).from(outbox_jobs).where(is.pending)
    expect(await db.explain(waiting)).toContain('outbox_jobs_due')
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    await workOff(db, [testKind('a', async () => {})])
    expect(await db.q.select().from(outbox_jobs).where(eq(outbox_jobs.kind, 'a'))).toMatchObject([
      { status: 'done' },
    ])
  })
})

type Plan = (statement: string, params: unknown[]) => Promise<string>

async function postgresPlans(plan: Plan) {
  const s = postgresStatements('outbox_jobs')
  const share = { kind: 'a', priority: 100, tenant_id: '', most: 10, after_ms: 0, after_id: 0 }
  return {
    exchange: await plan(s.exchange, ['{1}', '{1}', JSON.stringify([share]), 1, 'me', 1]),
    lanes: await plan(s.lanes, ['["a"]']),
    overdue: await plan(s.overdue, ['["a"]', 10]),
    beat: await plan(s.beat, ['{1}', '{1}', 1, 'me']),
    prune: await plan(s.prune, [1, 0, 2000]),
  }
}

async function sqlitePlans(plan: Plan) {
  const s = sqliteStatements('outbox_jobs')
  return {
    exchange: await plan(s.claim, ['me', 1, 'a', 100, '', 0, 0, 1, 10]),
    finish: await plan(s.finish, [1, 'me', '[]']),
    lanes: await plan(s.lanes, ['["a"]']),
    overdue: await plan(s.overdue, ['["a"]', 10]),
    beat: await plan(s.beat, [1, 'me', '[]']),
    prune: await plan(s.prune, [0, 2000, 1]),
  }
}

/** Done long ago, but for a few that are dead. */
function fill(place: Fresh['place']) {
  const [numbers, at] =
    'url' in place
      ? [`generate_series(1, ${ROWS}) as n(n)`, 'now()']
      : [
          `(with recursive n(n) as (select 1 union all select n + 1 from n where n < ${ROWS}) select n from n)`,
          '1',
        ]
  return raw(
    place,
    `insert into outbox_jobs (kind, payload, status, run_at_utc, created_at_utc, finished_at_utc)
      select 'old', '{}', case when n % 1000 = 0 then 'dead' else 'done' end, ${at}, ${at}, ${at} from ${numbers}`,
    'analyze',
  )
}
