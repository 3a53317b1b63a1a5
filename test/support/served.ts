import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Dialect, freshDatabase } from './databases.ts'
import { freePort } from './port.ts'
import { scratch } from './scratch.ts'

/** Holdfast as a process of its own, on loopback. */
export interface Served {
  url: string
  process: Bun.Subprocess
  data_dir: string
  stop(): Promise<void>
}

/** Starts `holdfast serve` from source over a fresh database, all providers pretended; resolves when it answers. */
export async function serveHoldfast(dialect: Dialect, env: Record<string, string> = {}): Promise<Served> {
  const data_dir = scratch('served')
  const place = dialect === 'postgres' ? await freshPostgres() : {}
  const port = await freePort()
  const child = Bun.spawn([process.execPath, join(import.meta.dir, '../../src/main.ts'), 'serve'], {
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: data_dir,
      SHUTDOWN_GRACE: '2s',
      ...place,
      ...env,
    },
    stdout: 'ignore',
    stderr: 'inherit',
  })
  const url = `http://127.0.0.1:${port}`
  await answering(url, child)
  return {
    url,
    process: child,
    data_dir,
    stop: async () => {
      child.kill('SIGTERM')
      await child.exited
      rmSync(data_dir, { recursive: true, force: true })
    },
  }
}

async function freshPostgres(): Promise<Record<string, string>> {
  const { db, place } = await freshDatabase('postgres')
  await db.close()
  return 'url' in place ? { DATABASE_URL: place.url } : {}
}

async function answering(url: string, child: Bun.Subprocess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Holdfast ended with ${child.exitCode} instead of serving`)
    const reply = await fetch(`${url}/readyz`).catch(() => undefined)
    if (reply?.ok) return
    await Bun.sleep(25)
  }
}
