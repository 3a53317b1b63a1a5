import postgres from 'postgres'
import { pause } from '../../lib/deadline.ts'
import { migrationsOf } from '../embed.ts' with { type: 'macro' }
import type { Migration } from '../embed.ts'
import { applyMissing, type MigrationTarget, missing } from '../migrate.ts'
import { CONNECTING } from './connecting.ts'

const MIGRATIONS = migrationsOf('postgres') as unknown as Migration[]

/** Any number that no other advisory lock of this database uses. */
const LOCK = 4_602_717

/**
 * Whoever waits for a table that a dump reads keeps all waiting that come after, the version before with its requests:
 * so long we wait, which is enough to have the server's own cleaning step aside, and then let them go first.
 */
const LOCKED_MS = 3000
const PAUSE_MS = 3000
/** After this it is for whoever starts us to try again. */
const PATIENCE_MS = 60_000

/** Migrates in one transaction under an advisory lock, so that many processes may start at once. */
export function migrate(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const until_ms = performance.now() + PATIENCE_MS
    for (;;) {
      try {
        return (await client.begin(migrateIn)) as string[]
      } catch (error) {
        if (!isLockedOut(error)) throw error
        if (performance.now() > until_ms) throw new Error(LOCKED_OUT, { cause: error })
      }
      await pause(PAUSE_MS)
    }
  })
}

const LOCKED_OUT =
  'The database could not be migrated, and is as it was: a long transaction, such as a dump, holds its tables. Start again when it has ended.'

async function migrateIn(tx: postgres.TransactionSql): Promise<string[]> {
  await tx`select pg_advisory_xact_lock(${LOCK})`
  await tx`select set_config('lock_timeout', ${`${LOCKED_MS}ms`}, true)`
  await tx`create table if not exists schema_migrations (tag text primary key, applied_at_utc timestamptz not null default now())`
  return applyMissing(targetOf(tx), MIGRATIONS)
}

/** `lock_not_available` (PostgreSQL, "Error Codes"). */
function isLockedOut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}

/** The tags of the migrations that this database lacks, in order. */
export async function pendingMigrations(client: postgres.ISql): Promise<string[]> {
  const [{ there } = { there: null }] = await client`select to_regclass('schema_migrations') as there`
  if (there === null) return MIGRATIONS.map(({ tag }) => tag)
  return (await missing(targetOf(client), MIGRATIONS)).map(({ tag }) => tag)
}

function targetOf(client: postgres.ISql): MigrationTarget {
  return {
    applied: async () => (await client`select tag from schema_migrations`).map((row) => row.tag),
    apply: async ({ tag, statements }) => {
      for (const statement of statements) await client.unsafe(statement)
      await client`insert into schema_migrations (tag) values (${tag})`
    },
  }
}

async function withClient<T>(url: string, work: (client: postgres.Sql) => Promise<T>): Promise<T> {
  const client = postgres(url, { max: 1, ...CONNECTING })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
