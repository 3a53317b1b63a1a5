import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'bun'

/** A folder on a small disk of its own. Only root can make one. */
export async function scarce(folder: string) {
  await $`mount -t tmpfs -o size=${MOST} holdfast-test ${folder}`.quiet()
  const filler = join(folder, 'filler')
  return {
    folder,
    /** Takes all the room that is left. */
    fill: () => {
      for (let bytes = MOST; bytes >= 1; bytes = Math.floor(bytes / 2)) while (grows(filler, bytes));
    },
    empty: () => rmSync(filler, { force: true }),
    end: async () => void (await $`umount ${folder}`.nothrow().quiet()),
  }
}

const MOST = 12 * 1024 * 1024

function grows(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' })
    return true
  } catch {
    return false
  }
}
