import { freePort } from '../support/port.ts'
import { answering } from './house.ts'

/** The barest receiver, over this database, in a process of its own. */
export async function bare(place: string) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const script = `${import.meta.dir}/bareReceiver.ts`
  const run = Bun.spawn([process.execPath, script, String(port), place], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return answering(origin, run)
}
