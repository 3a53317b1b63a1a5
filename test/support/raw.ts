import { Database as File } from 'bun:sqlite'
import postgres from 'postgres'
import type { Fresh } from './databases.ts'

/** Runs statements on a database past everything of ours. */
export async function raw(place: Fresh['place'], ...statements: string[]): Promise<void> {
  if ('url' in place) {
    const client = postgres(place.url, { max: 1, onnotice: () => {} })
    for (const statement of statements) await client.unsafe(statement)
    await client.end()
  } else {
    const file = new File(place.sqlite_path)
    for (const statement of statements) file.run(statement)
    file.close()
  }
}
