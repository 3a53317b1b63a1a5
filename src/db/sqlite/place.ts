import { Database as File } from 'bun:sqlite'
import { AlreadyTaken } from '../queue.ts'
import { isBusy } from './busy.ts'

/**
 * Takes the one place that a job loop has on the file at `path`: an exclusive lock on a small file beside it, which
 * the operating system gives back when the process ends, however it ends.
 */
export async function takePlace(path: string): Promise<() => Promise<void>> {
  if (path === ':memory:') return async () => {}
  const place = new File(`${path}-worker`, { create: true })
  try {
    place.run('pragma busy_timeout = 0')
    place.run('pragma locking_mode = exclusive')
    place.run('begin exclusive')
  } catch (error) {
    place.close()
    if (!isBusy(error)) throw error
    throw new AlreadyTaken(
      `Another Holdfast process already works on ${path}. SQLite serves one process; set DATABASE_URL to a Postgres to run several.`,
    )
  }
  taken.add(place)
  return async () => {
    taken.delete(place)
    place.run('rollback')
    place.close()
  }
}

/** A file that nobody refers to is closed when memory is swept, and its lock is gone with it. */
const taken = new Set<File>()
