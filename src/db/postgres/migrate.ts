import postgres from 'postgres'
import { migrationsOf } from '../embed.ts' with { type: 'macro' }
import type { Migration } from '../embed.ts'
import { applyMissing, type MigrationTarget, missing } from '../migrate.ts'
import { CONNECTING } from './connecting.ts'

const MIGRATIONS = migrationsOf('postgres') as unknown as Migration[]

/** Any number that no other advisory lock of this database uses. */
const LOCK = 4_602_717

/** Migrates in one transaction under an advisory lock, so that many processes may start at once. */
export function migrate(url: string): Promise<string[]> {
  return withClient(url, (client) =>
    client.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`
      await tx`create table if not exists schema_migrations (tag text primary key, applied_at_utc timestamptz not null default now())`
      return applyMissing(targetOf(tx), MIGRATIONS)
    }),
  ) as Promise<string[]>
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
