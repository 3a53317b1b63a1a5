import { afterAll, describe, expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/open.ts'
import { GraphWebhookJobPayload } from '../../src/sync/payload.ts'
import { DIALECTS, type Dialect, freshCopy } from '../support/databases.ts'
import { freePort } from '../support/port.ts'
import { itemFor, remember, SECRET } from '../support/receiver.ts'
import { scratch } from '../support/scratch.ts'
import { SEAL_KEY, type World, world } from '../support/world.ts'

const CLIENTS = 16
/** So many are answered before the process is killed, at the very answer. */
const ANSWERED = 150

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe.each([...DIALECTS])('a receiver that is killed at a 202 (%s)', (dialect) => {
  test('has stored whatever it answered, and the next process does it', async () => {
    const { it, env } = await furnished(dialect)
    const child = Bun.spawn([process.execPath, join(TOP, 'src/main.ts'), 'serve', '--no-worker'], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const taken = await postUntilKilled(env.BASE_URL, child)
    const { webhook_jobs: jobs } = it.ctx.db.t
    const rows = () => it.ctx.db.q.select().from(jobs)
    const stored = new Set(
      (await rows()).map(({ payload }) => GraphWebhookJobPayload.parse(payload).resource_id),
    )
    expect(taken.length).toBeGreaterThanOrEqual(ANSWERED)
    expect(taken.filter((id) => !stored.has(id))).toEqual([])

    const worker = await it.work()
    await worker.quiet()
    await it.end()
    expect(new Set((await rows()).map(({ status }) => status))).toEqual(new Set(['done']))
    await it.ctx.db.close()
  }, 60_000)
})

const TOP = join(import.meta.dir, '../..')

/** A database with a subscription in it, and the settings by which a process finds both. */
async function furnished(
  dialect: Dialect,
): Promise<{ it: World; env: Record<string, string> & { BASE_URL: string } }> {
  const folder = scratch('killed')
  folders.push(folder)
  const place = dialect === 'postgres' ? await freshCopy() : { sqlite_path: join(folder, 'holdfast.db') }
  const db = await openDatabase(place)
  await db.migrate()
  const it = await world(db)
  const [berlin] = [...(await it.acme()).salespersons.values()]
  await remember(it.ctx, { id: 'row-1', subscription_id: 'sub-1', salesperson: berlin!, secret: SECRET })
  const port = String(await freePort())
  const settings = { HOST: '127.0.0.1', PORT: port, BASE_URL: `http://127.0.0.1:${port}`, DATA_DIR: folder }
  const pretended = { GRAPH_MOCK: 'true', ZOOM_MOCK: 'true', MAIL: 'mock', LOG_LEVEL: 'error', SEAL_KEY }
  return { it, env: { ...settings, ...pretended, ...('url' in place ? { DATABASE_URL: place.url } : {}) } }
}

/** Many post at once; at the answer that makes it enough the process is killed. Answers whose 202 was heard. */
async function postUntilKilled(url: string, child: Bun.Subprocess): Promise<string[]> {
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}`)
    await Bun.sleep(25)
  }
  const taken: string[] = []
  let sent = 0
  const client = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      sent += 1
      const id = `event-${sent}`
      const body = JSON.stringify({ value: [itemFor('sub-1', id)] })
      const headers = { 'content-type': 'application/json' }
      const reply = await fetch(`${url}/v1/webhooks/graph`, { method: 'POST', body, headers }).catch(
        () => undefined,
      )
      if (reply === undefined) return
      expect(reply.status).toBe(202)
      taken.push(id)
      if (taken.length === ANSWERED) child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  await child.exited
  return taken
}
