import type { Database as File } from 'bun:sqlite'

/** How long another process may hold the file before whoever waits is refused. */
const PATIENCE_MS = 5000
const PAUSE_MS = 10

/**
 * Has the file refuse at once what another process's lock forbids. SQLite itself would wait inside its call, and the
 * whole process with it: no request would be answered, and no deadline kept.
 */
export function refuseAtOnce(file: File): void {
  file.run('pragma busy_timeout = 0')
}

/** Does `work` once no other process holds the file; meanwhile the event loop goes on. Only what is refused at its begin may be given. */
export async function whenFree<T>(work: () => T): Promise<T> {
  const until_ms = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until_ms) throw error
    }
    await Bun.sleep(PAUSE_MS)
  }
}

/** True when SQLite refused because somebody else holds the file. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
