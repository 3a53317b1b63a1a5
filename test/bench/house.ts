import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/port.ts'

/** What may be asked of the process besides: options of the runtime and of Holdfast, further settings. */
export interface Extras {
  bun?: string[]
  holdfast?: string[]
  /** Real providers, for one. */
  env?: Record<string, string>
}

/** Holdfast serving with these settings; its folder is removed with it, also when it was given. */
export async function serve(
  env: Record<string, string>,
  { bun = [], holdfast = [], env: more, folder = emptyFolder() }: Extras & { folder?: string } = {},
) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const process_ = Bun.spawn([process.execPath, ...bun, 'src/main.ts', 'serve', ...holdfast], {
    cwd: join(import.meta.dir, '../..'),
    env: {
      ...{ PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder },
      ...{ BASE_URL: origin, GRAPH_MOCK: 'true', ZOOM_MOCK: 'true', MAIL: 'mock' },
      ...{ RATE_LIMIT: 'off', LOG_LEVEL: 'error', ...env, ...more },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const house = await answering(origin, process_)
  return {
    ...house,
    stop: async () => {
      await house.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A process that answers at `origin`; throws when it does not within ten seconds, and ends it. */
export async function answering(origin: string, run: Bun.Subprocess) {
  const stop = async () => {
    run.kill()
    await run.exited
  }
  await ready(origin).catch(async (error) => {
    await stop()
    throw error
  })
  return { origin, pid: run.pid, stop }
}

async function ready(origin: string): Promise<void> {
  for (let tries = 200; tries > 0; tries -= 1) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await Bun.sleep(50)
  }
  throw new Error(`Nobody answers at ${origin}`)
}

/** A new folder with nothing in it. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
}
