import { freePort } from '../support/port.ts'
import { ready } from './house.ts'

/** The barest receiver, over this database, in a process of its own. */
export async function bare(place: string) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const script = `${import.meta.dir}/bareReceiver.ts`
  const run = Bun.spawn([process.execPath, script, String(port), place], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await ready(origin)
  return {
    origin,
    pid: run.pid,
    stop: async () => {
      run.kill()
      await run.exited
    },
  }
}
