import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ROOM_BYTES = 3 * 1024 ** 3

/**
 * A new folder for data: in memory where there is room, else on the disk. A database of Postgres is 300 files, which
 * some disks take a third of a second to make. Programs may not be run from it. The caller removes it.
 */
export function scratch(name: string): string {
  return mkdtempSync(join(roomIn(MEMORY) ? MEMORY : tmpdir(), `holdfast-${name}-`))
}

function roomIn(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return Math.min(bavail * bsize, process.availableMemory()) > ROOM_BYTES
  } catch {
    return false
  }
}
