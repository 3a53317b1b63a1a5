import { beforeAll, expect, test } from 'bun:test'
import { openDatabase } from '../../src/db/open.ts'
import { type Fresh, onBothDatabases } from '../support/databases.ts'
import type { Dies } from '../support/jobProcess.ts'
import { rows } from '../support/jobs.ts'
import { raw } from '../support/raw.ts'
import { until } from './stage.ts'

/** What the process does last that has its job inserted as claimed by its own worker. */
const POINTS: [Dies, string][] = [
  ['sent', 'sends the insert, and hears no more of it'],
  ['inserted', 'commits the insert, and has not begun the job'],
  ['begun', 'begins the job, and has done nothing of it'],
  ['performed', 'does the job, and has not written that down'],
]

/** Declares, on each database, what becomes of a job whose process dies with it in its seat. */
export function seatedJobs() {
  onBothDatabases('a job that is seated, and a process that dies when it', (fresh) => {
    const ends = new Map<Dies, End>()
    beforeAll(async () => {
      await Promise.all(POINTS.map(async ([dies]) => ends.set(dies, await played(await fresh(), dies))))
    }, 60_000)
    for (const [dies, tells] of POINTS) {
      test(`${tells}: it is done once in effect, and not lost`, () => {
        const { killed, first, second, jobs } = ends.get(dies)!
        expect(killed).toBe('SIGKILL')
        expect(first).toEqual(dies === 'performed' ? ['performed 1'] : [])
        // Nobody was told that it is stored: then it may be there, or not.
        if (dies === 'sent' && jobs.length === 0) return expect(second).toEqual([])
        expect(jobs).toMatchObject([
          { status: 'done', attempts: 2, locked_by: null, history: [{ outcome: 'rescued' }] },
        ])
        expect(second).toEqual(['performed 1'])
      })
    }
  })
}

/** How a story ended: who killed the first process, what each process did, and the jobs that stand. */
interface End {
  killed: Bun.Subprocess['signalCode'] | number
  first: string[]
  second: string[]
  jobs: Awaited<ReturnType<typeof rows>>
}

const LEASE_MS = 400
const LONGEST_MS = 30_000
const ENDED = `select pg_terminate_backend(pid, 10000) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`

async function played({ db, place }: Fresh, dies: Dies): Promise<End> {
  // SQLite is closed to all but the process that works on it while that one lives.
  if (db.name === 'sqlite') await db.close()
  const dying = start(place, dies)
  await dying.exited
  // The server may still be at what a dead process has sent.
  if (db.name === 'postgres') await raw(place, ENDED)
  const reading = await openDatabase(place)
  const heir = start(place)
  const isOver = async () => (await rows(reading)).every(({ status }) => status === 'done')
  await until(isOver, LONGEST_MS)
  heir.kill('SIGKILL')
  await heir.exited
  const jobs = await rows(reading)
  await reading.close()
  return { killed: dying.signalCode, first: await done(dying), second: await done(heir), jobs }
}

function start(place: Fresh['place'], dies?: Dies) {
  const script = `${import.meta.dir}/../support/jobProcess.ts`
  const settings = JSON.stringify({ place, lease_ms: LEASE_MS, dies })
  return Bun.spawn([process.execPath, script, settings], { stdout: 'pipe' })
}

async function done({ stdout }: ReturnType<typeof start>): Promise<string[]> {
  const text = await new Response(stdout).text()
  return text.split('\n').filter((line) => line.startsWith('performed'))
}
