import { readConfig } from '../config/config.ts'
import type { Run } from './command.ts'

const DEADLINE_MS = 4000

/** Asks the Holdfast of this machine how it is: exit code 0 when it is well, 1 when it is not or does not answer. */
export const health: Run = async ({ env, out, err }, { ready }) => {
  const { host, port } = readConfig(env).server
  const url = `http://${reachable(host)}:${port}${ready === true ? '/readyz' : '/healthz'}`
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) })
    const said = await reply.text()
    ;(reply.ok ? out : err)(said)
    return reply.ok ? 0 : 1
  } catch {
    err(`Nothing answers at ${url}`)
    return 1
  }
}

/** An address that stands for all of the machine's is asked by way of loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
