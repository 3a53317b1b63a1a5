/** Both simulators in a process of their own, so that they take no time from whoever drives. */
export interface Pretended {
  /** The settings that point Holdfast at them. */
  env: Record<string, string>
  stop(): Promise<void>
}

/** Starts Graph and Zoom, each answering after `latency_ms` and without a limit a day. */
export async function pretend(latency_ms: number): Promise<Pretended> {
  const run = Bun.spawn([process.execPath, `${import.meta.dir}/../simulators/simulate.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const env = await settingsIn(run.stdout)
  const zoom = new URL(env.ZOOM_API_URL ?? '').origin
  await control(zoom, 'limits', { daily: 1_000_000, per_second: 1_000_000 })
  for (const origin of [zoom, env.ENTRA_AUTHORITY ?? '']) await control(origin, 'latency', { ms: latency_ms })
  return {
    env: {
      ...env,
      GRAPH_MOCK: 'false',
      ZOOM_MOCK: 'false',
      SEAL_KEY: 'a seal key of forty bytes, more or less, ok',
    },
    stop: async () => {
      run.kill()
      await run.exited
    },
  }
}

/** The lines `export NAME=value …` that it prints when it is ready. */
async function settingsIn(out: ReadableStream<Uint8Array>): Promise<Record<string, string>> {
  let text = ''
  for await (const chunk of out) {
    text += new TextDecoder().decode(chunk)
    if (text.includes('__sim/')) break
  }
  const pairs = [...text.matchAll(/\b([A-Z_]{4,})=(\S+)/g)]
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]))
}

async function control(origin: string, name: string, body: unknown): Promise<void> {
  await fetch(`${origin}/__sim/${name}`, { method: 'PUT', body: JSON.stringify(body) })
}
