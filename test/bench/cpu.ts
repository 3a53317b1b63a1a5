import { readFileSync } from 'node:fs'

/** What Linux counts a second of CPU time in. */
const TICKS_A_SECOND = 100

/** The CPU time that a process has used so far, in milliseconds; nothing where there is no /proc. */
export function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND
  } catch {
    return Number.NaN
  }
}
