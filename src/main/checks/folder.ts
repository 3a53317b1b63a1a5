import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const ABOUT = 'data folder'
const LITTLE_BYTES = 100_000_000

/** Whether DATA_DIR, or what it would be made in, can be written and has room. Nothing is made. */
export function checkFolder(data_dir: string): Finding[] {
  const folder = nearest(resolve(data_dir))
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(folder)
    const left_mb = Math.floor((bavail * bsize) / 1_000_000)
    if (bavail * bsize >= LITTLE_BYTES) return [good(ABOUT, `It can be written, and ${left_mb} MB are free.`)]
    return [warning(ABOUT, `Only ${left_mb} MB are free.`, 'Make room, or set DATA_DIR to a larger disk.')]
  } catch (error) {
    const advice = 'Let the user that runs Holdfast own it, or set DATA_DIR to another folder.'
    return [bad(ABOUT, `DATA_DIR ${folder} cannot be written: ${reasonOf(error)}.`, advice)]
  }
}

/** The folder, or the first above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder))
}
