import type postgres from 'postgres'
import type { DatabaseFacts } from '../facts.ts'

/** Reads version, clock and settings that decide whether a commit survives a crash; changes nothing. */
export async function facts(client: postgres.ISql): Promise<DatabaseFacts> {
  const [row] = await client`select
    current_setting('server_version') as version, extract(epoch from clock_timestamp()) * 1000 as clock_ms,
    current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit,
    current_setting('server_version_num')::int as number,
    exists (select from pg_extension where extname = 'btree_gist') as guarded`
  const { version, clock_ms, number, guarded, ...durable } = row!
  const off = Object.entries(durable).filter(([, value]) => value === 'off')
  return {
    version: `Postgres ${version}`,
    clock_ms: Number(clock_ms),
    faults: [
      ...off.map(([name]) => `${name} is off: what was confirmed may be lost when the server crashes.`),
      ...(number < 150_000 ? ['Postgres is older than 15, the oldest version that is tried.'] : []),
      ...(guarded ? [] : ['The extension btree_gist is missing: allow it, then run holdfast migrate.']),
    ],
  }
}
