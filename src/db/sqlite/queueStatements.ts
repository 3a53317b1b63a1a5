import type { QueueName } from '../queue.ts'

const JOB = `id, turn, kind, priority, tenant_id, key, payload, attempts, max_attempts, run_at_utc as run_at_ms, traceparent`

/** The clock by which leases are measured. */
export const NOW = `cast(unixepoch('subsec') * 1000 as integer)`

/** The statements of one job table. */
export function statementsOf(table: QueueName) {
  return {
    /** A loose scan: one step down the index a lane, however many jobs wait in it. */
    lanes: `
      with recursive lane(kind, priority, tenant_id) as (
        select value, -9223372036854775808, '' from json_each(?)
        union all
        select lane.kind,
          (select priority from ${table} where status = 'pending' and kind = lane.kind
             and (priority, tenant_id) > (lane.priority, lane.tenant_id) order by priority, tenant_id limit 1),
          (select tenant_id from ${table} where status = 'pending' and kind = lane.kind
             and (priority, tenant_id) > (lane.priority, lane.tenant_id) order by priority, tenant_id limit 1)
        from lane where lane.priority is not null
      )
      select kind, priority, tenant_id,
        (select min(run_at_utc) from ${table} j where status = 'pending' and j.kind = lane.kind
          and j.priority = lane.priority and j.tenant_id = lane.tenant_id) as run_at_ms
      from lane where priority > -9223372036854775808`,

    finish: `
      update ${table} set status = 'done', finished_at_utc = ?, locked_by = null, locked_until_utc = null
      where locked_by = ? and (id, turn) in (select value->>'id', value->>'turn' from json_each(?))`,

    claim: `
      update ${table} set status = 'running', attempts = attempts + 1, turn = turn + 1, locked_by = ?,
        locked_until_utc = ${NOW} + ?
      where id in (
        select id from ${table} j
        where status = 'pending' and kind = ? and priority = ? and tenant_id = ?
          and (run_at_utc, id) > (?, ?) and run_at_utc <= ?
          and (key is null or not exists (
            select 1 from ${table} r where r.status = 'running' and r.kind = j.kind and r.key = j.key))
        order by run_at_utc, id limit ?)
      returning ${JOB}`,

    beat: `
      update ${table} set locked_until_utc = ${NOW} + ?
      where locked_by = ? and (id, turn) in (select value->>'id', value->>'turn' from json_each(?))
      returning id, turn`,

    overdue: `
      select ${JOB}, locked_by as worker, locked_until_utc as locked_until_ms from ${table}
      where status = 'running' and locked_until_utc < ${NOW} and kind in (select value from json_each(?))
      order by locked_until_utc limit ?`,

    step: `select id from ${table} where id > ? order by id limit ?`,

    prune: `
      delete from ${table} where id > ? and id <= ? and finished_at_utc < ?
        and (status in ('done', 'canceled') or (status = 'dead' and tenant_id = ''))`,
  }
}
