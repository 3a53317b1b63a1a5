import type { Database as File } from 'bun:sqlite'
import { migrationsOf } from '../embed.ts' with { type: 'macro' }
import type { Migration } from '../embed.ts'
import { applyMissing, type MigrationTarget, missing } from '../migrate.ts'
import { whenFree } from './busy.ts'

const MIGRATIONS = migrationsOf('sqlite') as unknown as Migration[]

/**
 * Migrates in one transaction. Foreign keys are off before it begins and checked before it commits: a rebuilt
 * table would otherwise empty the tables that refer to it.
 */
export async function migrate(file: File): Promise<string[]> {
  file.run('pragma foreign_keys = off')
  await whenFree(() => file.run('begin immediate'))
  try {
    file.run(
      'create table if not exists schema_migrations (tag text primary key, applied_at_utc integer not null)',
    )
    const tags = await applyMissing(targetOf(file), MIGRATIONS)
    const broken = file.query('pragma foreign_key_check').all()
    if (broken.length > 0) throw new Error(`The migration breaks ${broken.length} foreign keys`)
    file.run('commit')
    return tags
  } catch (error) {
    if (file.inTransaction) file.run('rollback')
    throw error
  } finally {
    file.run('pragma foreign_keys = on')
  }
}

/** The tags of the migrations that this file lacks, in order. */
export async function pendingMigrations(file: File): Promise<string[]> {
  const there = file.query("select 1 from sqlite_master where name = 'schema_migrations'").get()
  if (there === null) return MIGRATIONS.map(({ tag }) => tag)
  return (await missing(targetOf(file), MIGRATIONS)).map(({ tag }) => tag)
}

function targetOf(file: File): MigrationTarget {
  return {
    applied: async () =>
      (file.query('select tag from schema_migrations').values() as string[][]).map(([tag]) => tag!),
    apply: async ({ tag, statements }) => {
      for (const statement of statements) file.run(statement)
      file.query('insert into schema_migrations (tag, applied_at_utc) values (?, ?)').run(tag, Date.now())
    },
  }
}
