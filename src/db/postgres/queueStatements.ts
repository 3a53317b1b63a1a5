import type { QueueName } from '../queue.ts'

/** The statements of one job table. */
export function statementsOf(table: QueueName) {
  return {
    lanes: lanes(table),
    exchange: exchange(table),
    beat: beat(table),
    overdue: overdue(table),
    prune: prune(table),
  }
}

const JOB = `j.id::float8 as id, j.turn, j.kind, j.priority, j.tenant_id, j.key, j.payload, j.attempts,
  j.max_attempts, round(date_part('epoch', j.run_at_utc) * 1000) as run_at_ms, j.traceparent`

/** Kinds. A loose scan: one step down the index a lane, however many jobs wait in it. */
function lanes(table: QueueName) {
  return `
    with recursive wanted as (
      select kind from json_array_elements_text($1::text::json) k(kind)
    ), lane as (
      select first.* from wanted w cross join lateral (
        select kind, priority, tenant_id, run_at_utc from ${table}
        where status = 'pending' and kind = w.kind
        order by priority, tenant_id, run_at_utc, id limit 1) first
      union all
      select next.* from lane l cross join lateral (
        select kind, priority, tenant_id, run_at_utc from ${table}
        where status = 'pending' and kind = l.kind and (priority, tenant_id) > (l.priority, l.tenant_id)
        order by priority, tenant_id, run_at_utc, id limit 1) next
    )
    select kind, priority, tenant_id, round(date_part('epoch', run_at_utc) * 1000) as run_at_ms from lane`
}

/**
 * Ids and turns of what is done, shares, now, worker, length of the lease. What is done is found by its primary key
 * and not by its status: the planner believes that few jobs run, and would compare each of them with each. The rows
 * that were just locked are found by their place.
 */
function exchange(table: QueueName) {
  return `
    with finished as (
      update ${table} j set status = 'done', finished_at_utc = to_timestamp($4 / 1000.0::float8),
        locked_by = null, locked_until_utc = null
      from unnest($1::text::bigint[], $2::text::int[]) done(id, turn)
      where j.id = done.id and j.turn = done.turn and j.locked_by = $5
    ), picked as (
      select one.place from json_to_recordset($3::text::json) as share(kind text, priority int, tenant_id text,
        most int, after_ms bigint, after_id bigint)
      cross join lateral (
        select j.ctid as place from ${table} j
        where j.status = 'pending' and j.kind = share.kind and j.priority = share.priority
          and j.tenant_id = share.tenant_id and j.run_at_utc <= to_timestamp($4 / 1000.0::float8)
          and (j.run_at_utc, j.id) > (to_timestamp(share.after_ms / 1000.0::float8), share.after_id)
          and (j.key is null or not exists (
            select from ${table} r
            where r.status = 'running' and r.key is not null and r.kind = j.kind and r.key = j.key))
        order by j.run_at_utc, j.id limit share.most for update skip locked) one
    )
    update ${table} j set status = 'running', attempts = attempts + 1, turn = turn + 1, locked_by = $5,
      locked_until_utc = now() + $6 * interval '1 ms'
    where j.ctid = any(array(select place from picked))
    returning ${JOB}`
}

/** Ids, turns, length of the lease, worker. */
function beat(table: QueueName) {
  return `
    update ${table} j set locked_until_utc = now() + $3 * interval '1 ms'
    from unnest($1::text::bigint[], $2::text::int[]) held(id, turn)
    where j.id = held.id and j.turn = held.turn and j.locked_by = $4
    returning j.id::float8 as id, j.turn`
}

/** Kinds, most. */
function overdue(table: QueueName) {
  return `
    select ${JOB}, j.locked_by as worker,
      round(date_part('epoch', j.locked_until_utc) * 1000) as locked_until_ms
    from ${table} j
    where j.status = 'running' and j.locked_until_utc < now()
      and j.kind in (select json_array_elements_text($1::text::json))
    order by j.locked_until_utc limit $2`
}

/** Before, after which id, most. What is dead is kept for the admin of its tenant; where there is none, nobody can retry it. */
function prune(table: QueueName) {
  return `
    with step as (
      select id, status, tenant_id, finished_at_utc from ${table} where id > $2 order by id limit $3
    ), removed as (
      delete from ${table} where id in (
        select id from step
        where (status in ('done', 'canceled') or (status = 'dead' and tenant_id = ''))
          and finished_at_utc < to_timestamp($1 / 1000.0::float8))
      returning id
    )
    select (select count(*) from removed)::int as removed,
      case when (select count(*) from step) = $3 then (select max(id) from step)::float8 end as next_id`
}
