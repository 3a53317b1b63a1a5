import type { Database as File } from 'bun:sqlite'
import type { KeptReply, Questions, Standing } from '../standing.ts'
import { claimed } from './claimed.ts'
import { workload } from './workload.ts'

/** A query for each question: within the process none of them travels. */
export function standing(file: File, { spans, ahead, keys, tenant_ids }: Questions): Standing {
  return {
    claims: claimed(file, spans),
    workloads: workload(file, ahead),
    replies: repliesOf(file, keys),
    tenants: file.query(TENANTS).all(JSON.stringify(tenant_ids)) as Standing['tenants'],
  }
}

function repliesOf(file: File, keys: string[]): KeptReply[] {
  const rows = file.query(REPLIES).all(JSON.stringify(keys)) as (KeptReply & { reply: string })[]
  return rows.map((row) => ({ ...row, reply: JSON.parse(row.reply) as unknown }))
}

const REPLIES = `
  select key, tenant_id, route, body_hash, status, reply from idempotency_keys
  where key in (select value from json_each(?))`

const TENANTS = 'select id, config_revision from tenants where id in (select value from json_each(?))'
