import type postgres from 'postgres'

/** How many jobs of each kind were enqueued. */
export type Enqueued = Map<string, number>

/** When processes of the soak were killed: a run of theirs that never ended, ended then. */
export type Deaths = Map<string, Date>

/** What is wrong after a soak; empty when every job was done as often as its kind allows. */
export async function judge(sql: postgres.Sql, enqueued: Enqueued, deaths: Deaths): Promise<string[]> {
  return [
    ...(await unfinished(sql)),
    ...(await wrongEnds(sql, enqueued)),
    ...(await notPerformed(sql)),
    ...(await burials(sql)),
    ...(await overlaps(sql, deaths)),
  ]
}

async function unfinished(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql`select id, kind, status, attempts, locked_by from outbox_jobs
    where status in ('pending', 'running') or locked_by is not null or locked_until_utc is not null`
  return rows.map((row) => `left: ${JSON.stringify(row)}`)
}

/** Done is done, hopeless and poison are dead; only keyed ones may be absorbed or give way to each other. */
async function wrongEnds(sql: postgres.Sql, enqueued: Enqueued): Promise<string[]> {
  const rows = await sql`select kind, status, count(*)::int as count from outbox_jobs group by 1, 2`
  const faults: string[] = []
  for (const { kind, status, count } of rows) {
    const isDeadly = kind === 'hopeless' || kind === 'poison'
    const isKeyed = kind === 'keyed' || kind === 'link'
    if (status === 'canceled' ? !isKeyed : (status === 'dead') !== isDeadly)
      faults.push(`${count} jobs of ${kind} are ${status}`)
  }
  for (const [kind, count] of enqueued) {
    const there = rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.count, 0)
    // A chain that is done again after its link was done makes another; keyed ones absorb each other.
    const fits =
      kind === 'keyed' ? there > 0 && there <= count : kind === 'link' ? there >= count : there === count
    if (!fits) faults.push(`${count} jobs of ${kind} were enqueued and ${there} are there`)
  }
  return faults
}

/** A job that is done was performed at least once, and every chain has its link. */
async function notPerformed(sql: postgres.Sql): Promise<string[]> {
  const undone = await sql`select id, kind from outbox_jobs j where status = 'done' and not exists
    (select from soak_begun b join soak_ended e using (run) where b.kind = j.kind and b.n = (j.payload->>'n')::int)`
  const unlinked = await sql`select id from outbox_jobs j where kind = 'chain' and not exists
    (select from soak_ended e join soak_begun b using (run) where b.kind = 'link' and b.n = (j.payload->>'n')::int)`
  return [
    ...undone.map((row) => `done, never performed: ${row.kind} ${row.id}`),
    ...unlinked.map((row) => `no link: ${row.id}`),
  ]
}

/** Buried once each: onDead commits with the burial. */
async function burials(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql`select j.id, j.kind, count(b.n)::int as count from outbox_jobs j
    left join soak_buried b on b.kind = j.kind and b.n = (j.payload->>'n')::int
    where j.status = 'dead' group by 1, 2 having count(b.n) <> 1`
  return rows.map((row) => `buried ${row.count} times: ${row.kind} ${row.id}`)
}

/** Two runs of one key at once. */
async function overlaps(sql: postgres.Sql, deaths: Deaths): Promise<string[]> {
  const rows = await sql`select b.kind, b.n, b.worker, b.at as begun, e.at as ended
    from soak_begun b left join soak_ended e using (run) where b.kind in ('keyed', 'link') order by b.at`
  const last = new Map<string, { worker: string; ended: Date }>()
  const faults: string[] = []
  for (const { kind, n, worker, begun, ended } of rows) {
    const key = `${kind} ${n}`
    const before = last.get(key)
    if (before && before.ended > begun)
      faults.push(
        `overlap of ${key}: ${before.worker} until ${before.ended.toISOString()}, ${worker} from ${begun.toISOString()}`,
      )
    last.set(key, { worker, ended: ended ?? deaths.get(worker) ?? new Date(8.64e15) })
  }
  return faults
}
