import { expect, test } from 'bun:test'
import postgres from 'postgres'
import { onBothDatabases } from '../support/databases.ts'
import { raw } from '../support/raw.ts'

/** A migration, taken back: what the version before has. */
const TAKEN_BACK = [
  `drop index follow_ups_open`,
  `drop index token_consumptions_by_age`,
  `alter table zoom_meetings drop column account_id, drop column left_at_utc`,
  `delete from schema_migrations where tag = '0008_zoom_account_of_meetings'`,
]
/** What `pg_restore --clean` takes away is what its dump knows: no function of a later version. */
const NO_TABLES = `do $$ declare it text; begin
  for it in select tablename from pg_tables where schemaname = 'public' loop
    execute format('drop table %I cascade', it);
  end loop;
end $$`
/** What the version before may have to wait for: less than a request waits. */
const IN_TIME_MS = 5000

onBothDatabases('a migration', (fresh, dialect) => {
  if (dialect === 'sqlite') return

  test('that waits for a dump does not keep the version before waiting with it', async () => {
    const { db, place } = await fresh()
    if (!('url' in place)) return
    await raw(place, ...TAKEN_BACK)
    const other = postgres(place.url, { max: 2 })
    const [reads, dump] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const dumping = other.begin(async (tx) => {
      await tx`select count(*) from zoom_meetings`
      reads.resolve()
      await dump.promise
    })
    await reads.promise
    const migrated = db.migrate()
    while (!(await isWaiting(other))) await Bun.sleep(10)
    const began_ms = performance.now()
    await other`select count(*) from zoom_meetings`
    expect(performance.now() - began_ms).toBeLessThan(IN_TIME_MS)
    expect(await db.pendingMigrations()).toEqual(['0008_zoom_account_of_meetings'])
    dump.resolve()
    await dumping
    expect(await migrated).toEqual(['0008_zoom_account_of_meetings'])
    await other.end()
  }, 60_000)

  test('finds what an older dump has left of this version when it was put back over it', async () => {
    const { db, place } = await fresh()
    await raw(place, NO_TABLES)
    const again = await db.migrate()
    expect(again.length).toBeGreaterThan(10)
    expect(await db.pendingMigrations()).toEqual([])
  }, 60_000)
})

async function isWaiting(client: postgres.Sql): Promise<boolean> {
  const rows = await client`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return rows.length > 0
}
