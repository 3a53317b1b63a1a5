import { join } from 'node:path'
import type { Subprocess } from 'bun'

/** The process under test, started, killed and started again over one database and one pair of simulators. */
export interface House {
  /** Where it answers; changes with each start. */
  url(): string
  start(): Promise<void>
  /** SIGKILL: nothing of it runs on. */
  kill(): Promise<void>
  /** Lets it stand still right after a commit of each of these bookings. */
  gate(gates: Record<string, number>): Promise<void>
  /** The bookings that stand at their gate. */
  arrived(): Set<string>
}

/** What the child tells. */
interface Message {
  url?: string
  heard?: boolean
  at?: string
}

/** A house with this environment, not yet started. */
export function house(settings: {
  env: Record<string, string>
  lease_ms: number
  zoom_lag_ms: number
}): House {
  let child: Subprocess | undefined
  let url = ''
  const at = new Set<string>()
  let hear = (_: Message) => {}
  const next = (is: (message: Message) => boolean) =>
    new Promise<Message>((resolve, reject) => {
      hear = (message) => is(message) && resolve(message)
      child?.exited.then((code) => reject(new Error(`The process ended by itself with ${code}`)))
    })
  return {
    url: () => url,
    start: async () => {
      child = Bun.spawn({
        cmd: [process.execPath, join(import.meta.dir, 'child.ts'), JSON.stringify(settings)],
        env: { PATH: process.env.PATH ?? '' },
        stdio: ['ignore', 'ignore', 'inherit'],
        ipc: (message: Message) => {
          if (message.at !== undefined) at.add(message.at)
          hear(message)
        },
      })
      url = (await next((message) => message.url !== undefined)).url ?? ''
    },
    kill: async () => {
      child?.kill('SIGKILL')
      await child?.exited
      at.clear()
    },
    gate: async (gates) => {
      const heard = next((message) => message.heard === true)
      child?.send(gates)
      await heard
    },
    arrived: () => at,
  }
}
